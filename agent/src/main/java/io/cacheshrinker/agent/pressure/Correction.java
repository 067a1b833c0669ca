package io.cacheshrinker.agent.pressure;

/**
 * What a receipt teaches about bytes per entry, cache by cache: {@code b ← b·(1 + 0.3·(R − X)·x /
 * Σx²)}, one step of a regression of what came back, R, on what each cache let go of, x, by an
 * estimate that summed up to X. The step of one receipt is at most a half or double.
 */
public final class Correction {
  private static final double STEP = 0.3;
  private static final double LEAST = 0.5;
  private static final double MOST = 2;

  private Correction() {}

  /**
   * The factor on bytes per entry of a cache.
   *
   * @param ownBytes what this cache let go of, by estimate
   * @param sumOfSquares of that, over all caches; above zero
   */
  public static double factor(Receipt receipt, double ownBytes, double sumOfSquares) {
    double error = receipt.returnedBytes() - (double) receipt.predictedBytes();
    double factor = 1 + STEP * error * ownBytes / sumOfSquares;
    return Math.min(MOST, Math.max(LEAST, factor));
  }
}
