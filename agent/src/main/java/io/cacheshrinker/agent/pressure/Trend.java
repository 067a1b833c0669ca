package io.cacheshrinker.agent.pressure;

/**
 * Whether a quantity that is looked at now and then will reach a mark soon, if it goes on as it
 * has. Pure arithmetic; one thread.
 *
 * <p>For priming: a cache that begins to record reads only when the heap is tight knows next to
 * nothing at the first pass. One that is on its way there is told a little earlier; one that has
 * stopped growing below the mark is left alone.
 */
public final class Trend {
  /** How far ahead to look. A service fills its caches in minutes to hours. */
  static final long AHEAD_NANOS = 60_000_000_000L;

  /** Below this share of the mark everything that starts looks as if it would grow for ever. */
  static final double LEAST_SHARE = 0.5;

  private static final double NEW_SHARE = 0.3;

  private double perNano;
  private double last;
  private long lastNanos;
  private boolean any;

  /**
   * Learns the quantity of now.
   *
   * @return whether it is above the mark, or above half of it and will be in a minute
   */
  public boolean reaches(double mark, double quantity, long nowNanos) {
    long nanos = nowNanos - lastNanos;
    if (any && nanos > 0) {
      double grown = Math.max(0, quantity - last) / nanos;
      perNano += NEW_SHARE * (grown - perNano);
    }
    any = true;
    last = quantity;
    lastNanos = nowNanos;
    boolean soon = quantity + perNano * AHEAD_NANOS > mark;
    return quantity > mark || (quantity > LEAST_SHARE * mark && soon);
  }
}
