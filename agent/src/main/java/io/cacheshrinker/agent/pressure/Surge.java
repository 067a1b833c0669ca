package io.cacheshrinker.agent.pressure;

import io.cacheshrinker.agent.gc.Collector;
import io.cacheshrinker.agent.gc.HeapAfterGc;
import java.util.concurrent.TimeUnit;

/**
 * Live data that comes faster than old collections, on Serial and Parallel. There only a full
 * collection tells what is live, and when the first one after a burst finds more than fits, the
 * error comes with no time between the two.
 *
 * <p>Garbage is never live, and what a young collection leaves in use is an upper bound that may be
 * three times the truth. But what it has just promoted or kept was live at that moment, and what
 * caches hold is live; so the two together are a lower bound of what was live within a moment. It
 * counts only if the old generation is so full that the next promotion of that size will not fit:
 * until then a full collection has time to come and tell.
 *
 * <p>Numbers only; shrink thread.
 */
final class Surge {
  /** What was live so long ago is taken for live. */
  static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Young collections in a moment that are remembered; of more the last ones. */
  private static final int PLACES = 8;

  private final boolean blind;
  private final long[] provenBytes = new long[PLACES];
  private final long[] provenNanos = new long[PLACES];
  private int next;

  Surge(Collector collector) {
    blind = collector.capacityIsOldPool();
  }

  /**
   * Learns from a collection.
   *
   * @return bytes that are not in caches and were live within a moment, if there is no room for
   *     more of that kind; else zero
   */
  long accept(HeapAfterGc gc) {
    if (!blind || gc.kind() != HeapAfterGc.Kind.YOUNG) {
      return 0;
    }
    long promoted = Math.max(0, gc.oldUsedBytes() - gc.oldUsedBeforeBytes());
    long kept = Math.max(0, gc.usedBytes() - gc.oldUsedBytes());
    provenBytes[next] = promoted;
    provenNanos[next] = gc.endNanos();
    next = (next + 1) % PLACES;
    boolean full = gc.oldUsedBytes() + promoted + kept > gc.capacityBytes();
    return promoted > 0 && full ? withinAMoment(gc.endNanos()) + kept : 0;
  }

  private long withinAMoment(long nowNanos) {
    long bytes = 0;
    for (int i = 0; i < PLACES; i++) {
      if (provenBytes[i] > 0 && nowNanos - provenNanos[i] <= MOMENT_NANOS) {
        bytes += provenBytes[i];
      }
    }
    return bytes;
  }
}
