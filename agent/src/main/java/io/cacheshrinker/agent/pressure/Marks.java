package io.cacheshrinker.agent.pressure;

/**
 * Watermarks of occupancy after a collection, as shares of the capacity. The kernel's watermarks
 * are on free pages, so ours are the other way round: press above high, stop below low.
 *
 * @param high above it a pass is due
 * @param low where a pass aims
 * @param grow above it caches are made to learn recency, so that a pass finds the coldest
 * @param crit above it one sample is enough where otherwise two are asked for
 */
public record Marks(double high, double low, double grow, double crit) {
  private static final double GROW_BELOW_HIGH = 0.15;
  private static final double CRIT_ABOVE_HIGH = 0.11;

  /** The marks that belong to the two that users set, {@code 0 < low < high < 1}. */
  public static Marks of(double high, double low) {
    double grow = Math.min(low, Math.max(high - GROW_BELOW_HIGH, low / 2));
    double crit = Math.min(high + CRIT_ABOVE_HIGH, (1 + high) / 2);
    return new Marks(high, low, grow, crit);
  }
}
