package io.cacheshrinker.agent.pressure;

import org.jspecify.annotations.Nullable;

/**
 * What passes predicted against what came back. A line is opened by the first pass after a
 * collection that could tell, takes in the passes that follow, and is closed by the collection that
 * settles their credit.
 *
 * <p>What came back is {@code R = L⁻ + refilled − L⁺}: live bytes before, plus what the caches have
 * loaded since, minus live bytes now. If other live data grew meanwhile, R is too small by as much,
 * and one line cannot tell that from bytes that did not come back. So growth is learned between
 * collections without a pass; a line during which it would amount to more than half of the
 * prediction says nothing and is closed without a receipt, as is one so small that it drowns in the
 * noise of the estimates.
 *
 * <p>Pure arithmetic; shrink thread only.
 */
final class Ledger {
  /** Least share of the capacity that a line must predict to say anything. */
  static final double LEAST_SHARE = 0.02;

  private static final double MOST_GROWTH = 0.5;
  private static final double NEW_SHARE = 0.5;

  private long predictedBytes;
  private long liveBefore;
  private long openedNanos;

  private double othersPerNano;
  private long othersBytes;
  private long sampledNanos;
  private boolean sampled;

  /**
   * Books a pass.
   *
   * @param freedBytes what it let go of, by estimate
   * @param liveBytes by the last collection that could tell
   */
  void passEnded(long freedBytes, long liveBytes, long nowNanos) {
    if (predictedBytes == 0) {
      liveBefore = liveBytes;
      openedNanos = nowNanos;
    }
    predictedBytes += freedBytes;
    sampled = false;
  }

  /** A collection that could tell, with no line open: learns how fast other live data grows. */
  void sample(long liveBytes, long cachedBytes, long nowNanos) {
    if (predictedBytes > 0) {
      return;
    }
    long others = liveBytes - cachedBytes;
    if (sampled && nowNanos > sampledNanos) {
      double grown = (others - othersBytes) / (double) (nowNanos - sampledNanos);
      othersPerNano += NEW_SHARE * (Math.max(0, grown) - othersPerNano);
    }
    othersBytes = others;
    sampledNanos = nowNanos;
    sampled = true;
  }

  /**
   * Closes the line.
   *
   * @return null if it says nothing
   */
  @Nullable Receipt settle(long liveBytes, long refilledBytes, long capacityBytes, long nowNanos) {
    long predicted = predictedBytes;
    predictedBytes = 0;
    double grown = othersPerNano * (nowNanos - openedNanos);
    if (predicted < Math.max(1, LEAST_SHARE * capacityBytes) || grown > MOST_GROWTH * predicted) {
      return null;
    }
    long returned = liveBefore + refilledBytes - liveBytes;
    return new Receipt(predicted, Math.min(Math.max(returned, 0), 2 * predicted));
  }
}
