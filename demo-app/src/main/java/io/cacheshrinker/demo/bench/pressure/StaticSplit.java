package io.cacheshrinker.demo.bench.pressure;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Maxima for caches that together may hold so many bytes, with hindsight: it knows what is popular,
 * what a load costs and how large entries are, and keeps the entries that save the most load time
 * for each byte.
 */
final class StaticSplit {
  private static final int STEPS = 100;

  private final List<CacheKind> kinds;
  private final List<Zipf> popularity;

  StaticSplit(List<CacheKind> kinds, List<Zipf> popularity) {
    this.kinds = List.copyOf(kinds);
    this.popularity = List.copyOf(popularity);
  }

  /** Entries for each cache. */
  List<Long> maxima(double bytes) {
    double low = 1e-30;
    double high = 1;
    for (int i = 0; i < STEPS; i++) {
      double price = Math.sqrt(low * high);
      if (bytesAt(price) > bytes) {
        low = price;
      } else {
        high = price;
      }
    }
    double price = high;
    return IntStream.range(0, kinds.size())
        .mapToObj(i -> Math.max(1, (long) entriesAt(price, i)))
        .toList();
  }

  private double bytesAt(double price) {
    double bytes = 0;
    for (int i = 0; i < kinds.size(); i++) {
      bytes += entriesAt(price, i) * kinds.get(i).entryBytes();
    }
    return bytes;
  }

  /** The entries that save at least so much load time for each byte and request. */
  private double entriesAt(double price, int cache) {
    CacheKind kind = kinds.get(cache);
    double requests = price * kind.entryBytes() / (kind.requestShare() * kind.loadMicros());
    return popularity.get(cache).ranksAbove(requests);
  }
}
