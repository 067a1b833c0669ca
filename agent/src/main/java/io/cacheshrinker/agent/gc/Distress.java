package io.cacheshrinker.agent.gc;

import java.util.concurrent.TimeUnit;

/**
 * Tells whether a heap is beyond what collections and announced passes can help, by numbers that
 * are had without a lock or an allocation. Where collections of the whole heap stop the
 * application:
 *
 * <ul>
 *   <li>one of them left nearly everything in use; where the old generation's size is fixed, as
 *       much as it can hold;
 *   <li>two came in a moment and the heap is full all the same. Applications ask for two in a row
 *       too, and a heap that fills with garbage at once has several.
 * </ul>
 *
 * Where they let it run, and where so much was live when that was last known, less what was evicted
 * since, that what fills the heap is not the collector's to find:
 *
 * <ul>
 *   <li>all is in use at several looks in a row, so that threads wait for memory;
 *   <li>several collections came in a moment and none of them got use down. That is how it ends on
 *       generational Shenandoah (JDK 25.0.3), which throws the error with a tenth of the heap free
 *       for one generation and not for the other, and often without clearing soft references.
 * </ul>
 *
 * And everywhere that the ballast is gone and the heap is full: soft references also go on {@code
 * System.gc()} of some collectors and after an evacuation failure of G1, with most of it garbage.
 *
 * <p>The tripwire's thread only; one that was relieved may begin a moment anew when its action
 * returns, no more.
 */
final class Distress {
  /** Collections of the whole heap in so long are taken for the beginning of the end. */
  static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** Looks in a row at which the heap has to be exhausted. */
  static final int EXHAUSTED_LOOKS = 3;

  /** Collections in a moment that were of no use, where they do not stop the application. */
  static final int FUTILE_CYCLES = 3;

  /** Share of the capacity that has to be live for an exhausted heap not to be full of garbage. */
  static final double LIVE_SHARE = 0.5;

  /** What is evicted while a cycle is under way goes with the next one. */
  private static final int CYCLES_BEFORE_ANOTHER = 2;

  private static final double FULL = 0.75;
  private static final double FULL_AFTERWARDS = 0.86;
  private static final double NEARLY_ALL = 0.93;
  private static final double ALL = 0.97;
  private static final double FUTILE = 0.82;

  /** How much of the heap is used, asked only where there is a suspicion. */
  interface Use {
    /** Of the maximum heap; asked only where everybody can tell. */
    boolean isAbove(double share);

    /** Of what live bytes must fit into; also if nobody can tell. */
    boolean isAboveOfCapacity(double share);

    /** The same, and somebody can. */
    boolean isSurelyAboveOfCapacity(double share);
  }

  /** What a look has brought. */
  enum Finding {
    CALM,
    /** The signs were there, and there is room. */
    FALSE_ALARM,
    ALARM
  }

  private final boolean concurrent;
  private final double inVainShare;
  private final Use use;
  private boolean begun;
  private long momentCollections;
  private long momentNanos;
  private long lastCollections;
  private long actedCollections = -CYCLES_BEFORE_ANOTHER;
  private int exhaustedLooks;

  Distress(Collector collector, Use use) {
    concurrent = collector.concurrent();
    inVainShare = collector.capacityIsOldPool() ? 1 : NEARLY_ALL;
    this.use = use;
  }

  /**
   * One look.
   *
   * @param ballastGone since the last look
   * @param wholeCollections so far
   * @param liveShare of the capacity, when last known, less what was evicted since; 0 if unknown
   */
  Finding look(boolean ballastGone, long wholeCollections, double liveShare, long nowNanos) {
    if (!begun) {
      begun = true;
      lastCollections = wholeCollections;
      newMoment(nowNanos);
    } else if (nowNanos - momentNanos > MOMENT_NANOS) {
      newMoment(nowNanos);
    }
    boolean collected = wholeCollections != lastCollections;
    lastCollections = wholeCollections;
    if (ballastGone) {
      double full = concurrent ? FULL : FULL_AFTERWARDS;
      return use.isAboveOfCapacity(full) ? Finding.ALARM : Finding.FALSE_ALARM;
    }
    return concurrent ? amongCycles(liveShare, nowNanos) : amongPauses(collected, nowNanos);
  }

  private Finding amongPauses(boolean collected, long nowNanos) {
    if (lastCollections - momentCollections >= 2) {
      newMoment(nowNanos);
      return use.isAboveOfCapacity(FULL_AFTERWARDS) ? Finding.ALARM : Finding.FALSE_ALARM;
    }
    return collected && use.isSurelyAboveOfCapacity(inVainShare) ? Finding.ALARM : Finding.CALM;
  }

  private Finding amongCycles(double liveShare, long nowNanos) {
    boolean mayBe =
        liveShare > LIVE_SHARE
            && lastCollections - actedCollections >= CYCLES_BEFORE_ANOTHER
            && use.isAbove(FUTILE);
    if (!mayBe) {
      newMoment(nowNanos);
      return Finding.CALM;
    }
    exhaustedLooks = use.isAbove(ALL) ? exhaustedLooks + 1 : 0;
    boolean alarm =
        exhaustedLooks >= EXHAUSTED_LOOKS || lastCollections - momentCollections >= FUTILE_CYCLES;
    return alarm ? Finding.ALARM : Finding.CALM;
  }

  /** The action ended; whatever came of it, the next alarm wants new signs. */
  void acted(long wholeCollections, long nowNanos) {
    lastCollections = wholeCollections;
    actedCollections = wholeCollections;
    newMoment(nowNanos);
  }

  private void newMoment(long nowNanos) {
    momentCollections = lastCollections;
    momentNanos = nowNanos;
    exhaustedLooks = 0;
  }
}
