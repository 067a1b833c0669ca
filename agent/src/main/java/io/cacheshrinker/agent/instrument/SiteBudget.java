package io.cacheshrinker.agent.instrument;

/**
 * How many creation sites may be looked up: a burst at start-up, then a few per second. Walking the
 * stack is the dear part of a birth, and applications that build a cache per request would pay it
 * for each.
 *
 * <p>Shared by all threads without atomic steps: a lost update lets a walk more or less through,
 * which nobody notices.
 */
final class SiteBudget {
  static final int BURST = 512;
  private static final long NANOS_PER_SITE = 1_000_000_000L / 16;

  private volatile int left = BURST;
  private volatile long refilledAt = System.nanoTime();

  /** Whether the caller may look up its site; takes it from the budget. */
  boolean take() {
    int now = left;
    if (now <= BURST / 2) {
      now = refill(now);
    }
    if (now <= 0) {
      return false;
    }
    left = now - 1;
    return true;
  }

  private int refill(int now) {
    long time = System.nanoTime();
    long earned = (time - refilledAt) / NANOS_PER_SITE;
    if (earned <= 0) {
      return now;
    }
    refilledAt = time;
    return (int) Math.min(BURST, now + earned);
  }
}
