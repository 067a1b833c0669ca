package io.cacheshrinker.agent.registry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * The life of one shrinker in one atomic word, and the completion that its closer waits for.
 *
 * <p>The word holds flags, a number of exclusions and a number of pins:
 *
 * <pre>
 * DETACHED | UNPUBLISHED | HANDED_OVER | … | exclusions (12 bits) | pins (32 bits, at most LIMIT)
 *
 * state      flags          pins       entered by
 * ALLOCATED  UNPUBLISHED    0          construction
 * LIVE       none           ≥ 0        publish
 * EXCLUDED   exclusions     draining   exclude; left by as many resumes
 * CLOSING    DETACHED       draining   detach, handOver
 * drained    DETACHED       0          the unpin that brings it to 0, or the detach itself
 * </pre>
 *
 * <p><b>What the count protects:</b> that a callback runs, or may begin. Whether one may begin is
 * decided by the same compare-and-set that counts it; there is no second flag to look at. While
 * DETACHED or an exclusion is set no pin succeeds, so pins only fall.
 *
 * <p><b>What the completion provides:</b> the news that they reached zero. The unpin that brings
 * them there, and sees that somebody refuses new ones, wakes all who wait; each looks at the word
 * again. Who begins to wait after that unpin sees zero in the word and does not wait at all. Who
 * waits for an exclusion that somebody else has taken back meanwhile is in the queue, and the unpin
 * looks there too.
 *
 * <p>Orders that matter: {@link #publish} releases everything written before it, its partner is the
 * acquire of a successful {@link #pin}; {@link #unpin} releases what the callback did, its partner
 * is the read of the word by {@link #awaitDrained}. The word's read-modify-writes are fully
 * ordered, which gives both.
 */
final class StateWord {
  /** Closed: no new pins, for ever. */
  private static final long DETACHED = 1L << 63;

  /** Not registered yet: findable, but not to be entered. */
  private static final long UNPUBLISHED = 1L << 62;

  /** Nobody waits for the drain: whoever causes it also unlinks. */
  private static final long HANDED_OVER = 1L << 61;

  /** One owner who wants no callbacks for a while; a count, so that pauses may overlap. */
  private static final long EXCLUSION = 1L << 32;

  /** How many pauses may overlap. */
  static final int EXCLUSION_LIMIT = (1 << 12) - 1;

  private static final long EXCLUSIONS = EXCLUSION_LIMIT * EXCLUSION;
  private static final long REFUSES = DETACHED | UNPUBLISHED | EXCLUSIONS;
  private static final long PINS = EXCLUSION - 1;

  /** Far below the flags: at the limit a pass skips, and the count never runs into them. */
  static final long LIMIT = 1L << 31;

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(StateWord.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Flags, exclusions and pins; every write is an atomic read-modify-write. Protects the life. */
  private volatile long word;

  private final Drain drain = new Drain();

  StateWord() {
    this(0);
  }

  /** Begins with pins, so that a test can reach the limit. */
  StateWord(long pins) {
    word = UNPUBLISHED | pins;
  }

  /** From now on it can be pinned. After a detach: no effect. */
  void publish() {
    WORD.getAndBitwiseAnd(this, ~UNPUBLISHED);
  }

  /** Enters, unless it is not published, excluded, detached, or at the limit. */
  boolean pin() {
    for (long seen = word; ; ) {
      if ((seen & REFUSES) != 0 || (seen & PINS) >= LIMIT) {
        return false;
      }
      long witness = (long) WORD.compareAndExchange(this, seen, seen + 1);
      if (witness == seen) {
        return true;
      }
      seen = witness;
    }
  }

  /**
   * Leaves.
   *
   * @return true if this drained a shrinker whose close was handed over: the caller must unlink it
   */
  boolean unpin() {
    long now = (long) WORD.getAndAdd(this, -1L) - 1;
    if ((now & PINS) != 0) {
      return false;
    }
    if ((now & (DETACHED | EXCLUSIONS)) != 0 || drain.hasQueuedThreads()) {
      drain.releaseShared(1);
    }
    return (now & DETACHED) != 0 && (now & HANDED_OVER) != 0;
  }

  /** Refuses pins from now on, for ever; {@link #awaitDrained} waits for those that are left. */
  void detach() {
    WORD.getAndBitwiseOr(this, DETACHED);
  }

  /**
   * Refuses pins from now on, for ever, and leaves the rest to the last unpin.
   *
   * @return true if there is none to come: the caller must unlink
   */
  boolean handOver() {
    long before = (long) WORD.getAndBitwiseOr(this, DETACHED | HANDED_OVER);
    return (before & PINS) == 0;
  }

  /**
   * Refuses pins until {@link #resume}; {@link #awaitDrained} waits for those that are left.
   *
   * @throws IllegalStateException if {@link #EXCLUSION_LIMIT} pauses overlap already
   */
  void exclude() {
    for (long seen = word; ; ) {
      if ((seen & EXCLUSIONS) == EXCLUSIONS) {
        throw new IllegalStateException("excluded too often");
      }
      long witness = (long) WORD.compareAndExchange(this, seen, seen + EXCLUSION);
      if (witness == seen) {
        return;
      }
      seen = witness;
    }
  }

  /**
   * Takes one {@link #exclude} back.
   *
   * @throws IllegalStateException if there is none
   */
  void resume() {
    for (long seen = word; ; ) {
      if ((seen & EXCLUSIONS) == 0) {
        throw new IllegalStateException("resumed without being excluded");
      }
      long witness = (long) WORD.compareAndExchange(this, seen, seen - EXCLUSION);
      if (witness == seen) {
        return;
      }
      seen = witness;
    }
  }

  /**
   * Waits until no callback runs, for a caller that has refused new ones before: a closer must not
   * go on while one may still touch the cache. An interrupt does not end the wait, but is kept.
   *
   * @return false if the time ran out
   */
  boolean awaitDrained(long timeoutNanos) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + timeoutNanos;
    try {
      while (true) {
        try {
          return drain.tryAcquireSharedNanos(1, deadline - System.nanoTime());
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Registered and not closed; also while excluded. */
  boolean isLive() {
    return (word & (DETACHED | UNPUBLISHED)) == 0;
  }

  boolean isDetached() {
    return (word & DETACHED) != 0;
  }

  boolean isExcluded() {
    return (word & EXCLUSIONS) != 0;
  }

  int pins() {
    return (int) Math.min(word & PINS, Integer.MAX_VALUE);
  }

  /** The queue of those who wait. It has no state of its own: what they wait for is in the word. */
  private final class Drain extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1L;

    @Override
    protected int tryAcquireShared(int unused) {
      return (word & PINS) == 0 ? 1 : -1;
    }

    @Override
    protected boolean tryReleaseShared(int unused) {
      return true;
    }
  }
}
