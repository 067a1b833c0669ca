package io.cacheshrinker.agent.pressure;

import io.cacheshrinker.agent.gc.Collector;
import io.cacheshrinker.agent.gc.HeapAfterGc;
import java.util.concurrent.atomic.AtomicLong;

/**
 * From one collection after another to "a pass is due, and this much". Knows no cache, no thread
 * and no clock: everything comes in as numbers.
 *
 * <p>Notation: Q capacity, L live after the last collection that can be trusted, K credit, u = L −
 * K. Above {@code high·Q} a pass is due that frees {@code min(u − low·Q, u/2)}. There is at most
 * one pass for each observed effect: while the credit is not settled, nothing is asked for. On
 * concurrent collectors, which report garbage allocated during the cycle as live, two samples in a
 * row must be above the mark, unless the first is above {@code crit·Q}; the smaller one counts, and
 * even without that garbage live bytes must be above low.
 *
 * <p>Where passes only count what they would shed, nothing ever shows. There u = L − V, with V the
 * bytes that would be gone, at once and for as long as they would stay away; credit is not given,
 * but the effect of a pass is waited for all the same.
 *
 * <p>Priority is state across collections, the kernel's rule turned to a heap where evicting frees
 * nothing until the next collection: 12 at start, one harsher each time that an effect has shown
 * and it was not enough, 12 again below low.
 *
 * <p>Concurrency: {@link #accept} and {@link #passBegins} run on the shrink thread, the only writer
 * of all state but the two inboxes. Passes end on any thread: {@link #passEnded} adds to {@code
 * freedInbox} and then raises {@code fenceInbox}; the shrink thread empties them in the opposite
 * order before it looks at the next collection. A pass that ends between the two steps is booked
 * with the fence of an earlier one, and its own fence follows with the next collection: accepted,
 * as no byte is lost. The other fields are volatile so that monitoring reads them, one by one.
 */
public final class ControlLaw {
  /** Gentlest priority, {@code DEF_PRIORITY} of Linux. */
  public static final int GENTLEST = 12;

  private static final long NONE = -1;

  private final Collector collector;
  private final Marks marks;
  private final LiveEstimate live;
  private final Credit credit;
  private final Ledger ledger = new Ledger();
  private final Futility futility = new Futility();

  /** Bytes freed by passes since the shrink thread last looked. */
  private final AtomicLong freedInbox = new AtomicLong();

  /** When the last of those passes ended; zero if there was none. */
  private final AtomicLong fenceInbox = new AtomicLong();

  private long lastAboveBytes = NONE;
  private long needBytes;
  private long samples;

  private volatile long liveBytes;
  private volatile long creditBytes;
  private volatile long absentBytes;
  private volatile long capacityBytes;
  private volatile int priority = GENTLEST;
  private volatile Verdict verdict = Verdict.RELAXED;
  private volatile boolean aboveGrow;
  private volatile long evictableWhenFutile;

  /** A law for a JVM with this collector. */
  public ControlLaw(Collector collector, Marks marks) {
    this.collector = collector;
    this.marks = marks;
    live = new LiveEstimate(collector);
    credit = new Credit(collector);
  }

  /**
   * Learns from a collection and says whether a pass is due. Shrink thread; allocates nothing.
   *
   * @param caches what the law wants to know of the caches; asked only when it matters
   */
  public boolean accept(HeapAfterGc gc, Caches caches) {
    emptyInbox();
    creditBytes = credit.bytes();
    if (gc.capacityBytes() <= 0 || credit.unseenBy(gc)) {
      return false;
    }
    capacityBytes = gc.capacityBytes();
    boolean fresh = live.accept(gc);
    boolean settled = credit.accept(gc, fresh, live.isComplete());
    liveBytes = live.bytes();
    creditBytes = credit.bytes();
    if (!fresh) {
      return false;
    }
    samples++;
    absentBytes = caches.absentBytes();
    book(settled, caches, gc.endNanos());
    long u = Math.max(0, liveBytes - creditBytes - absentBytes);
    aboveGrow = u > marks.grow() * capacityBytes;
    stepPriority(u, settled);
    return u > marks.high() * capacityBytes ? pressed(u, caches) : relaxed(u);
  }

  private void book(boolean settled, Caches caches, long nowNanos) {
    if (settled) {
      Receipt receipt = ledger.settle(liveBytes, caches.refilledBytes(), capacityBytes, nowNanos);
      if (receipt != null) {
        futility.learn(receipt);
        caches.returned(receipt);
      }
    }
    ledger.sample(liveBytes, caches.cachedBytes(), nowNanos);
  }

  /**
   * What was concluded from passes is forgotten: they only counted, and from now on they shed, or
   * the other way round. Shrink thread.
   */
  public void startOver() {
    futility.relieved();
    lastAboveBytes = NONE;
  }

  /** Whether the heap may still be helped by a last ditch; any thread. */
  public boolean mayTryLastDitch() {
    return futility.mayTryLastDitch();
  }

  /** The capacity before the first collection has told it; zero if unknown. */
  public void startingCapacity(long bytes) {
    capacityBytes = bytes;
  }

  /** The shrink thread is about to run the pass that {@link #accept} asked for. */
  public void passBegins() {
    verdict = Verdict.SHRINKING;
  }

  /** A pass ended and let go of about {@code freedBytes}; any thread. */
  public void passEnded(long freedBytes, long nowNanos) {
    freedInbox.addAndGet(freedBytes);
    fenceInbox.set(nowNanos == 0 ? 1 : nowNanos);
    if (verdict == Verdict.SHRINKING) {
      verdict = Verdict.WAITING;
    }
  }

  private boolean relaxed(long u) {
    lastAboveBytes = NONE;
    futility.relaxed();
    if (u < marks.low() * capacityBytes) {
      futility.relieved();
    }
    verdict = credit.outstanding() ? Verdict.WAITING : Verdict.RELAXED;
    return false;
  }

  private boolean pressed(long u, Caches caches) {
    if (credit.outstanding()) {
      verdict = Verdict.WAITING;
      return false;
    }
    long sureBytes = u;
    if (collector.concurrent()) {
      long least = live.leastBytes() - creditBytes - absentBytes;
      boolean garbage = least <= marks.low() * capacityBytes;
      boolean beyondDoubt = least > marks.crit() * capacityBytes;
      boolean second = lastAboveBytes != NONE;
      sureBytes = second ? Math.min(u, lastAboveBytes) : u;
      lastAboveBytes = u;
      if (garbage || (!second && !beyondDoubt)) {
        verdict = garbage ? Verdict.RELAXED : Verdict.PRESSURE;
        return false;
      }
    }
    return due(sureBytes, caches.evictableBytes());
  }

  private boolean due(long sureBytes, long evictableBytes) {
    long need = (long) Math.min(sureBytes - marks.low() * capacityBytes, sureBytes / 2.0);
    if (!futility.allows(need, evictableBytes)) {
      evictableWhenFutile = evictableBytes;
      verdict = futility.isDormant() ? Verdict.DORMANT : Verdict.FUTILE;
      return false;
    }
    needBytes = need;
    lastAboveBytes = NONE;
    verdict = Verdict.PRESSURE;
    return true;
  }

  private void stepPriority(long u, boolean settled) {
    if (u < marks.low() * capacityBytes) {
      priority = GENTLEST;
    } else if (settled && u > marks.high() * capacityBytes) {
      priority = Math.max(0, priority - 1);
    }
  }

  private void emptyInbox() {
    long fence = fenceInbox.getAndSet(0);
    if (fence != 0) {
      long freedBytes = freedInbox.getAndSet(0);
      credit.passEnded(freedBytes, fence);
      ledger.passEnded(freedBytes, liveBytes, fence);
    }
  }

  /** How many collections have told what is live. Shrink thread. */
  public long samples() {
    return samples;
  }

  /** Bytes that the pass just asked for should free. Shrink thread. */
  public long needBytes() {
    return needBytes;
  }

  /** Live bytes after the last collection that could tell; zero before the first. */
  public long liveBytes() {
    return liveBytes;
  }

  /** Bytes evicted but not collected yet. */
  public long creditBytes() {
    return creditBytes + freedInbox.get();
  }

  /** Live bytes less what was evicted and is not collected yet; any thread. */
  public long remainingBytes() {
    return Math.max(0, liveBytes - creditBytes());
  }

  /** Live bytes as they would be if passes that only counted had shed; else the same. */
  public long predictedLiveBytes() {
    return Math.max(0, liveBytes - absentBytes);
  }

  /** What live bytes must fit into; zero before the first collection. */
  public long capacityBytes() {
    return capacityBytes;
  }

  /** 12 gentle … 0 harsh. */
  public int priority() {
    return priority;
  }

  /** Whether live bytes have come near the marks: time to learn which entries are cold. */
  public boolean aboveGrow() {
    return aboveGrow;
  }

  /** What the controller thinks. */
  public Verdict verdict() {
    return verdict;
  }

  private long percentOfLive() {
    return Math.round(100.0 * evictableWhenFutile / Math.max(1, liveBytes));
  }

  /** The verdict's reason, in words. Allocates: for people, not for passes. */
  public String reason() {
    long q = Math.max(1, capacityBytes);
    long livePercent = Math.round(100.0 * liveBytes / q);
    long highPercent = Math.round(100.0 * marks.high());
    String live = "live " + livePercent + " % of " + (q >> 20) + " MB";
    return switch (verdict) {
      case RELAXED -> live + ", the mark is at " + highPercent + " %";
      case PRESSURE -> live + ", above the mark of " + highPercent + " %";
      case SHRINKING -> live + ", shedding " + (needBytes >> 20) + " MB";
      case WAITING -> live + ", " + (creditBytes() >> 20) + " MB evicted and not collected yet";
      case FUTILE ->
          futility.isEmpty()
              ? live + ", and only " + percentOfLive() + " % of it is in caches that may shed"
              : live + ", and shedding brought nothing back";
      case DORMANT -> live + ", and shedding brought nothing back time and again";
    };
  }
}
