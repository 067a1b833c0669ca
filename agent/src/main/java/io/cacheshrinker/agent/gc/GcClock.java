package io.cacheshrinker.agent.gc;

/**
 * Turns times of notifications, which count milliseconds from a point near the start of the JVM,
 * into {@link System#nanoTime()}, so that "began after the pass ended" can be told.
 *
 * <p>The two clocks differ by a constant plus the delay of each notification, which is never
 * negative: the smallest difference ever seen is the best estimate. Notification thread only.
 */
final class GcClock {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private long baseNanos = Long.MAX_VALUE;

  /** Learns from a notification of a collection that ended at {@code endMillis}. */
  void arrived(long endMillis, long arrivalNanos) {
    baseNanos = Math.min(baseNanos, arrivalNanos - endMillis * NANOS_PER_MILLI);
  }

  /** The time of the notification's clock, in nanoseconds of {@link System#nanoTime()}. */
  long nanos(long millis) {
    return baseNanos + millis * NANOS_PER_MILLI;
  }
}
