package io.cacheshrinker.agent.gc;

import java.util.concurrent.TimeUnit;

/**
 * The signs that a heap is beyond what collections and announced passes can help, by numbers that
 * are had without a lock or an allocation. A sign is a suspicion: it holds if so much of the heap
 * is used when it is seen.
 *
 * <ul>
 *   <li>The ballast is gone. Soft references also go on {@code System.gc()} of some collectors and
 *       after an evacuation failure of G1, with most of the heap garbage.
 *   <li>The whole heap was collected twice in a moment, with the application stopped. Applications
 *       ask for that too.
 *   <li>It was collected once, and nearly all of it is used all the same.
 *   <li>Where collections do not stop the application: all of the heap is used at several looks in
 *       a row, so that threads wait for memory, and more than half of it was live when that was
 *       last known. What fills a heap of which less is live is garbage, and the collector's to
 *       find. What is evicted while a cycle is under way goes with the next one, so after an alarm
 *       two have to end before this is a sign again.
 * </ul>
 *
 * <p>The tripwire's thread only; one that was relieved may write the moment once more when its
 * action returns: it begins anew, no more.
 */
final class Distress {
  /** Two collections of the whole heap in so long are taken for the beginning of the end. */
  static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** Looks in a row at which the heap has to be exhausted. */
  static final int EXHAUSTED_LOOKS = 3;

  /** Share of the capacity that has to be live for an exhausted heap not to be full of garbage. */
  static final double LIVE_SHARE = 0.5;

  private static final int CYCLES_BEFORE_ANOTHER = 2;

  /** What was seen, and how much has to be used for it to be true. */
  enum Sign {
    NONE(0, false),
    BALLAST_GONE(0.75, true),
    COLLECTED_TWICE(0.75, true),
    COLLECTED_IN_VAIN(0.93, false),
    EXHAUSTED(0.97, false);

    private final double usedShare;
    private final boolean ofCapacity;

    Sign(double usedShare, boolean ofCapacity) {
      this.usedShare = usedShare;
      this.ofCapacity = ofCapacity;
    }

    double usedShare() {
      return usedShare;
    }

    /** Rare enough in a heap with room to be counted as a false alarm. */
    boolean isAlarming() {
      return ofCapacity;
    }

    /** Of what live bytes must fit into; otherwise of the maximum heap. */
    boolean ofCapacity() {
      return ofCapacity;
    }
  }

  private final boolean concurrent;
  private boolean begun;
  private long momentCollections;
  private long momentNanos;
  private long lastCollections;
  private long actedCollections = -CYCLES_BEFORE_ANOTHER;
  private int exhaustedLooks;

  /**
   * @param concurrent whether collections of the whole heap let the application run
   */
  Distress(boolean concurrent) {
    this.concurrent = concurrent;
  }

  /**
   * The gravest sign there is now.
   *
   * @param ballastGone since the last look
   * @param wholeCollections so far
   * @param liveShare of the capacity, when last known; 0 if unknown
   */
  Sign look(boolean ballastGone, long wholeCollections, double liveShare, long nowNanos) {
    if (!begun || nowNanos - momentNanos > MOMENT_NANOS) {
      newMoment(begun ? lastCollections : wholeCollections, nowNanos);
      lastCollections = momentCollections;
      begun = true;
    }
    boolean collected = wholeCollections != lastCollections;
    lastCollections = wholeCollections;
    if (ballastGone) {
      return Sign.BALLAST_GONE;
    }
    if (concurrent) {
      boolean mayBe =
          liveShare > LIVE_SHARE && wholeCollections - actedCollections >= CYCLES_BEFORE_ANOTHER;
      exhaustedLooks = mayBe ? exhaustedLooks : 0;
      return mayBe ? Sign.EXHAUSTED : Sign.NONE;
    }
    if (wholeCollections - momentCollections >= 2) {
      return Sign.COLLECTED_TWICE;
    }
    return collected ? Sign.COLLECTED_IN_VAIN : Sign.NONE;
  }

  /** As much is used as the sign takes; whether that is enough to act. */
  boolean proves(Sign sign) {
    if (sign != Sign.EXHAUSTED) {
      return true;
    }
    exhaustedLooks++;
    return exhaustedLooks >= EXHAUSTED_LOOKS;
  }

  /** Less is used than the sign takes: a moment ends, and a row of looks. */
  void disproves(Sign sign) {
    exhaustedLooks = 0;
    if (sign == Sign.COLLECTED_TWICE) {
      momentCollections = lastCollections;
    }
  }

  /** An action ended. */
  void acted(long wholeCollections, long nowNanos) {
    newMoment(wholeCollections, nowNanos);
    actedCollections = wholeCollections;
    exhaustedLooks = 0;
  }

  private void newMoment(long collections, long nowNanos) {
    momentCollections = collections;
    momentNanos = nowNanos;
  }
}
