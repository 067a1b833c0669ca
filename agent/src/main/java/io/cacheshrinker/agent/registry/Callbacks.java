package io.cacheshrinker.agent.registry;

import org.jspecify.annotations.Nullable;

/**
 * Reaches a cache through the adapter that was defined beside it; the methods are those of the
 * adapter contract in {@code io.cacheshrinker.integration}. They throw whatever the library throws.
 */
public interface Callbacks {
  /** Entries held, without taking a lock. */
  long count(Object cache);

  /**
   * Entries shed, or {@link io.cacheshrinker.Shrinker#STOP}; {@code scanned[0]} is preset. The
   * hashes of what went are written from place 1 on, where there is room and the library has them.
   */
  long scan(Object cache, long asked, long[] scanned);

  /**
   * Entries that a group holds, or {@link io.cacheshrinker.Shrinker#EMPTY}; of a cache that cannot
   * be split all of them.
   */
  default long count(Object cache, String group) {
    return count(cache);
  }

  /** As {@link #scan(Object, long, long[])}, of the entries of a group. */
  default long scan(Object cache, String group, long asked, long[] scanned) {
    return scan(cache, asked, scanned);
  }

  /** The same when the next allocation may fail: allocates nothing, where the library lets it. */
  default long lastDitch(Object cache, String group, long asked, long[] scanned) {
    return scan(cache, group, asked, scanned);
  }

  /** Lets the library learn recency from now on, where it does not yet. */
  void prime(Object cache);

  /** Fills node, key, value of some entries and returns how many entries. */
  int sample(Object cache, Object[] triples);

  /** Fills hits, misses, loads, total load nanos; false if the library does not record them. */
  boolean statistics(Object cache, long[] counters);

  /**
   * Puts 0 in place of each of the first hashes, as {@link #scan} writes them, that no entry has
   * now; false, and nothing done, if that cannot be told.
   */
  default boolean stored(Object cache, long[] hashes, int length) {
    return false;
  }

  /**
   * A new cache of its own, full, for passes to be tried on; null if there can be none. Same for
   * all caches of one copy of a library.
   */
  default @Nullable Object rehearsal() {
    return null;
  }
}
