package io.cacheshrinker.demo.bench.pressure.burst;

import java.util.Random;

/**
 * What a seed decides.
 *
 * @param cachedShare of the capacity when the burst comes
 * @param burstShare of the capacity; does not fit beside what is cached, and would fit without
 * @param chunkBytes of what the burst consists of
 */
record Trial(double cachedShare, double burstShare, int chunkBytes) {
  private static final double LEAST_CACHED = 0.50;
  private static final double CACHED_RANGE = 0.10;

  /** Beside what else is live, the caches are not under pressure yet. */
  private static final double MOST_CACHED = 0.64;

  private static final double LEAST_TOO_MUCH = 0.05;
  private static final double TOO_MUCH_RANGE = 0.15;
  private static final int[] CHUNKS = {256, 4 << 10, 64 << 10};

  /**
   * @param otherShare of the capacity that is live already, and in no cache
   * @param roomShare of the capacity: all that live data may fill before allocations fail
   */
  static Trial of(long seed, double otherShare, double roomShare) {
    Random random = new Random(seed);
    // The first numbers of neighbouring seeds are alike.
    random.nextLong();
    double share = LEAST_CACHED + CACHED_RANGE * random.nextDouble();
    double cached = Math.min(MOST_CACHED, roomShare * share);
    double tooMuch = LEAST_TOO_MUCH + TOO_MUCH_RANGE * random.nextDouble();
    double total = roomShare * (1 + tooMuch);
    return new Trial(cached, total - cached - otherShare, CHUNKS[random.nextInt(CHUNKS.length)]);
  }
}
