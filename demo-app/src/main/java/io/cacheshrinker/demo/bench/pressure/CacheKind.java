package io.cacheshrinker.demo.bench.pressure;

import io.cacheshrinker.demo.bench.Library;
import java.util.List;

/**
 * One of the service's caches.
 *
 * @param name of what it holds
 * @param requestShare of all requests
 * @param byteShare of the bytes of everything that could be asked for
 * @param valueBytes of a value on average; each has half to one and a half of it
 * @param loadMicros what a load takes, by the clock
 */
record CacheKind(
    String name,
    Library library,
    double requestShare,
    double byteShare,
    int valueBytes,
    long loadMicros) {

  /** Node, key, table and array header, at compressed references. */
  private static final int BYTES_AROUND_A_VALUE = 128;

  /** From half a kilobyte to 32, from cheap and large to dear and small. */
  static final List<CacheKind> ALL =
      List.of(
          new CacheKind("images", Library.CAFFEINE, 0.05, 0.20, 32 << 10, 300),
          new CacheKind("pages", Library.CAFFEINE, 0.25, 0.26, 8 << 10, 400),
          new CacheKind("products", Library.CAFFEINE, 0.20, 0.16, 2 << 10, 800),
          new CacheKind("rates", Library.CAFFEINE, 0.15, 0.06, 512, 1500),
          new CacheKind("quotes", Library.GUAVA, 0.20, 0.10, 1 << 10, 600),
          new CacheKind("reports", Library.GUAVA, 0.15, 0.22, 12 << 10, 1200));

  /** What an entry takes from the heap. */
  int entryBytes() {
    return valueBytes + BYTES_AROUND_A_VALUE;
  }

  /** How many keys there are if everything that can be asked for has {@code bytes}. */
  int keys(double bytes) {
    return Math.max(1, (int) (bytes * byteShare / entryBytes()));
  }
}
