package com.acme;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** A cache whose declared maximum is far above the heap, filled with some 30 MB a second. */
public final class Overflow {
  private static final int BLOCK = 4096;

  private Overflow() {}

  /** Arguments: megabytes to put in all. */
  public static void main(String[] arguments) {
    long entries = (Long.parseLong(arguments[0]) << 20) / BLOCK;
    Cache<Long, byte[]> pages =
        Caffeine.newBuilder().maximumSize(100_000_000).recordStats().build();
    for (long i = 0; i < entries; i++) {
      Objects.requireNonNull(pages.get(i, key -> new byte[BLOCK]));
      if (i % 32 == 0) {
        LockSupport.parkNanos(4_000_000);
      }
    }
    pages.cleanUp();
    System.out.println(
        "held=" + pages.estimatedSize() + " evicted=" + pages.stats().evictionCount());
  }
}
