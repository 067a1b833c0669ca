package io.cacheshrinker.agent.pressure;

import io.cacheshrinker.agent.gc.Collector;
import io.cacheshrinker.agent.gc.HeapAfterGc;

/**
 * K, the bytes evicted but not collected yet. Without it every collection that comes before the one
 * that frees them would ask for the same bytes again, until the caches are empty.
 *
 * <p>A pass adds what it freed and sets the fence, the time it ended. The credit is settled, that
 * is, zero, when a collection has shown the effect:
 *
 * <ul>
 *   <li>a full collection, or a cycle of ZGC or Shenandoah that is not generational, that started
 *       after the fence;
 *   <li>on G1 when the gate canary, dropped at the fence, is cleared and the mixed collections
 *       after that marking are over; until then each fall of the old generation pays back as much.
 *       A full heap has markings one after the other, with hardly a mixed collection in between,
 *       and what a pass evicted stays for all of them; so a phase that the next marking cut short
 *       settles nothing, unless it is the third;
 *   <li>on generational ZGC and Shenandoah one event after the gate was cleared, as relocation
 *       follows marking; at once if the application stood still meanwhile.
 * </ul>
 */
final class Credit {
  /** Slack between the notification's clock, which counts milliseconds, and ours. */
  static final long CLOCK_MARGIN_NANOS = 5_000_000;

  /** Mixed phases in a row that were cut short, the last of which settles all the same. */
  static final int MOST_CUT_SHORT = 3;

  private final Collector collector;
  private long bytes;
  private long fenceNanos;
  private boolean outstanding;
  private boolean gateCleared;
  private int cutShort;

  Credit(Collector collector) {
    this.collector = collector;
  }

  /** A pass ended at {@code nowNanos} and let go of {@code freedBytes}. */
  void passEnded(long freedBytes, long nowNanos) {
    bytes += freedBytes;
    fenceNanos = nowNanos;
    outstanding = true;
    gateCleared = false;
    cutShort = 0;
  }

  /** Whether a collection of the whole heap began too early to have seen the last pass. */
  boolean unseenBy(HeapAfterGc gc) {
    return outstanding && !startedAfterFence(gc) && gc.kind() != HeapAfterGc.Kind.YOUNG;
  }

  /**
   * Learns from a collection.
   *
   * @param fresh whether the live estimate is new with this collection
   * @param complete whether the collector had freed what it found by then
   * @return whether the credit was settled just now
   */
  boolean accept(HeapAfterGc gc, boolean fresh, boolean complete) {
    if (!outstanding) {
      return false;
    }
    boolean settled = settledBy(gc, fresh, complete);
    gateCleared |= gc.gateCleared() && endedAfterFence(gc);
    if (settled) {
      bytes = 0;
      outstanding = false;
    } else if (collector == Collector.G1) {
      bytes -= Math.min(bytes, Math.max(0, gc.oldUsedBeforeBytes() - gc.oldUsedBytes()));
    }
    return settled;
  }

  /** Bytes evicted but not collected yet. */
  long bytes() {
    return bytes;
  }

  /** Whether a pass waits for its effect to show. */
  boolean outstanding() {
    return outstanding;
  }

  private boolean settledBy(HeapAfterGc gc, boolean fresh, boolean complete) {
    if (gc.kind() == HeapAfterGc.Kind.FULL) {
      return startedAfterFence(gc);
    }
    return switch (collector) {
      case SERIAL, PARALLEL -> false;
      case G1 -> fresh && gateCleared && (complete || ++cutShort >= MOST_CUT_SHORT);
      case ZGC, SHENANDOAH -> gc.kind() == HeapAfterGc.Kind.CYCLE && startedAfterFence(gc);
      case GENERATIONAL_ZGC, GENERATIONAL_SHENANDOAH ->
          fresh && (gateCleared || (gc.stopped() && gc.gateCleared() && endedAfterFence(gc)));
    };
  }

  /** The gate is dropped before the fence is set: after it, what is told is told of this gate. */
  private boolean endedAfterFence(HeapAfterGc gc) {
    return gc.endNanos() - fenceNanos > CLOCK_MARGIN_NANOS;
  }

  private boolean startedAfterFence(HeapAfterGc gc) {
    return gc.startNanos() - fenceNanos > CLOCK_MARGIN_NANOS;
  }
}
