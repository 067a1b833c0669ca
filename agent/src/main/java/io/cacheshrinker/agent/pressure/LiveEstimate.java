package io.cacheshrinker.agent.pressure;

import io.cacheshrinker.agent.gc.Collector;
import io.cacheshrinker.agent.gc.HeapAfterGc;

/**
 * L, the bytes that are live, from the collections that can tell.
 *
 * <p>Garbage is never live: used memory after a young collection is an upper bound that may be
 * three times the truth for as long as the collector likes, so it never updates the estimate. What
 * does:
 *
 * <ul>
 *   <li>a full collection, on every collector;
 *   <li>a cycle of the concurrent collectors; on generational Shenandoah, whose young cycles look
 *       the same, the first one that finds the marking canary cleared;
 *   <li>on G1 the smallest use after the young collections that follow a finished marking, once the
 *       mixed collections are over.
 * </ul>
 *
 * <p>Cycles report what was allocated while they ran as live. {@link #leastBytes()} takes that off
 * by the allocation rate seen between collections, by at most a fifth: large objects make more than
 * that unlikely to be right.
 */
final class LiveEstimate {
  /** Rise over the smallest use that ends G1's mixed phase, share of the capacity. */
  private static final double MIXED_PHASE_OVER = 0.02;

  /** Collections without a fall of the old generation that end it, if use has risen too. */
  private static final int MIXED_PHASE_REST = 4;

  /** Most that allocation during a cycle is taken to be, share of what was used after it. */
  private static final double MOST_ALLOCATED = 0.2;

  /** Between collections; notifications count milliseconds, so a shorter gap tells no rate. */
  private static final long SHORTEST_GAP_NANOS = 10_000_000;

  private final Collector collector;
  private long liveBytes;
  private long leastBytes;
  private long mixedMinBytes;
  private int mixedSamples;
  private int mixedRest;
  private boolean complete;
  private double bytesPerNano;
  private long lastUsedBytes;
  private long lastEndNanos;
  private boolean any;

  LiveEstimate(Collector collector) {
    this.collector = collector;
  }

  /** Learns from a collection; true if the estimate is new. */
  boolean accept(HeapAfterGc gc) {
    learnRate(gc);
    return estimate(gc);
  }

  /** Live bytes by the last collection that could tell; zero before the first. */
  long bytes() {
    return liveBytes;
  }

  /** The same without what was allocated while the collection ran. */
  long leastBytes() {
    return leastBytes;
  }

  /**
   * Whether the collector had freed what it found when the last estimate was made. On G1 it has not
   * where the next marking came before the mixed collections were over: then garbage of which the
   * marking knew is still taken for live.
   */
  boolean isComplete() {
    return complete;
  }

  private boolean estimate(HeapAfterGc gc) {
    complete = true;
    if (gc.kind() == HeapAfterGc.Kind.FULL) {
      mixedSamples = 0;
      return live(gc.usedBytes(), gc.usedBytes());
    }
    if (collector == Collector.G1) {
      return afterMarking(gc);
    }
    boolean wholeHeap =
        gc.kind() == HeapAfterGc.Kind.CYCLE
            && (collector != Collector.GENERATIONAL_SHENANDOAH || gc.markingFinished());
    long least = Math.min(gc.usedBytes() - allocatedDuring(gc), gc.usedBeforeBytes());
    return wholeHeap && live(gc.usedBytes(), least);
  }

  /**
   * The mixed phase is over when the next marking has finished, or earlier, when use has risen and
   * the last few collections took nothing from the old generation. One or two without a fall prove
   * nothing: the first after a marking only prepares, and in a mixed one promotion can outweigh
   * what it frees. Nor is it over while a later collection waits to be reported, which may be a
   * full one, and exact.
   *
   * <p>Regions without a live object go as soon as a marking has found them; so what is used after
   * the next one may be less than all that the phase has seen, and then is the estimate.
   */
  private boolean afterMarking(HeapAfterGc gc) {
    long used = gc.usedBytes();
    boolean fell = gc.oldUsedBytes() < gc.oldUsedBeforeBytes();
    mixedRest = fell ? 0 : mixedRest + 1;
    boolean risen = used > mixedMinBytes + MIXED_PHASE_OVER * gc.capacityBytes();
    boolean rests = risen && mixedRest >= MIXED_PHASE_REST;
    boolean over = mixedSamples >= 1 && gc.isNewest() && (gc.markingFinished() || rests);
    complete = rests && !gc.markingFinished();
    long min = Math.min(mixedMinBytes, used);
    if (gc.markingFinished()) {
      mixedMinBytes = used;
      mixedSamples = 1;
      mixedRest = 0;
    } else if (over) {
      mixedSamples = 0;
    } else if (mixedSamples > 0) {
      mixedMinBytes = Math.min(mixedMinBytes, used);
      mixedSamples++;
    }
    return over && live(min, min);
  }

  private boolean live(long bytes, long least) {
    liveBytes = bytes;
    leastBytes = least;
    return true;
  }

  private long allocatedDuring(HeapAfterGc gc) {
    if (gc.stopped()) {
      return 0;
    }
    double allocated = bytesPerNano * gc.concurrentNanos();
    return (long) Math.min(allocated, MOST_ALLOCATED * gc.usedBytes());
  }

  private void learnRate(HeapAfterGc gc) {
    long nanos = gc.startNanos() - lastEndNanos;
    if (any && nanos >= SHORTEST_GAP_NANOS) {
      bytesPerNano = Math.max(0, gc.usedBeforeBytes() - lastUsedBytes) / (double) nanos;
    }
    any = true;
    lastUsedBytes = gc.usedBytes();
    lastEndNanos = gc.endNanos();
  }
}
