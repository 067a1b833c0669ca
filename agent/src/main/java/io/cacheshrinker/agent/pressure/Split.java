package io.cacheshrinker.agent.pressure;

/**
 * Splits a pass over caches: bytes that are cheap to bring back go first.
 *
 * <p>Cache i holds {@code C} entries of {@code b} bytes that cost {@code c} to reload. Its density
 * {@code d = √(b/c)}, scaled so that its mean over all cached bytes is 1, gives {@code seeks =
 * 2/d}: the kernel's number for how dear an object is to rebuild. Seeks is an integer; what
 * rounding takes away is given back as a factor on the cache's weight, so that {@code weight/seeks}
 * stays exact.
 *
 * <p>A cache whose cost nobody measured counts as the mean of those that were measured; where none
 * was, all count the same. What else is known of a cost is a factor on either. Seeks set by the
 * user are left as they are.
 *
 * <p>Plain arrays that the caller owns and reuses: a pass allocates nothing. One thread.
 */
public final class Split {
  /** Seeks of a cache of mean density: {@code DEFAULT_SEEKS} of Linux. */
  public static final int DEFAULT_SEEKS = 2;

  private static final double LEAST_DENSITY = 1.0 / 32;
  private static final double MOST_DENSITY = 2;

  private final double[] density;

  /** A split of up to {@code caches}. */
  public Split(int caches) {
    density = new double[caches];
  }

  /**
   * Computes seeks and the factors on weight.
   *
   * @param caches how many places of the arrays are in use
   * @param cachedBytes C·b of each
   * @param bytesPerEntry b of each, above zero
   * @param loadMicros c of each; zero or less: unknown
   * @param costFactor what the cost of each is multiplied with, above zero
   * @param userSeeks the user's word, or −1
   * @param seeks filled
   * @param weightFactor filled
   */
  public void compute(
      int caches,
      double[] cachedBytes,
      double[] bytesPerEntry,
      double[] loadMicros,
      double[] costFactor,
      int[] userSeeks,
      int[] seeks,
      double[] weightFactor) {
    double unknownMicros = meanKnown(caches, loadMicros);
    double bytes = 0;
    double weighted = 0;
    for (int i = 0; i < caches; i++) {
      double micros = loadMicros[i] > 0 ? loadMicros[i] : unknownMicros;
      density[i] = Math.sqrt(bytesPerEntry[i] / (micros * costFactor[i]));
      bytes += cachedBytes[i];
      weighted += cachedBytes[i] * density[i];
    }
    double scale = weighted > 0 ? bytes / weighted : 1;
    for (int i = 0; i < caches; i++) {
      double d = Math.min(MOST_DENSITY, Math.max(LEAST_DENSITY, density[i] * scale));
      double exact = DEFAULT_SEEKS / d;
      seeks[i] = userSeeks[i] >= 0 ? userSeeks[i] : (int) Math.max(1, Math.round(exact));
      weightFactor[i] = userSeeks[i] >= 0 ? 1 : seeks[i] / exact;
    }
  }

  private static double meanKnown(int caches, double[] loadMicros) {
    double sum = 0;
    int known = 0;
    for (int i = 0; i < caches; i++) {
      if (loadMicros[i] > 0) {
        sum += loadMicros[i];
        known++;
      }
    }
    return known == 0 ? 1 : sum / known;
  }
}
