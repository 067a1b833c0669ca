package io.cacheshrinker.agent.registry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The life of one shrinker in one atomic word, and the completion that its closer waits for.
 *
 * <p>The word holds flags and the number of pins:
 *
 * <pre>
 * DETACHED | UNPUBLISHED | HANDED_OVER | … | pins (32 bits, at most LIMIT)
 *
 * state      flags          pins       entered by
 * ALLOCATED  UNPUBLISHED    0          construction
 * LIVE       none           ≥ 0        publish
 * CLOSING    DETACHED       draining   detach, handOver
 * drained    DETACHED       0          the unpin that brings it to 0, or the detach itself
 * </pre>
 *
 * <p><b>What the count protects:</b> that a callback runs, or may begin. Whether one may begin is
 * decided by the same compare-and-set that counts it; there is no second flag to look at. Once
 * DETACHED is set no pin succeeds, so pins only fall, and reach 0 once.
 *
 * <p><b>What the completion provides:</b> the news that they did. It is given by the one thread
 * that sees DETACHED and no pins for the first time: the detaching one if there were none, else the
 * last to unpin.
 *
 * <p>Orders that matter: {@link #publish} releases everything written before it, its partner is the
 * acquire of a successful {@link #pin}; {@link #unpin} releases what the callback did, its partner
 * is the acquire by {@link #awaitDrained}, through the completion. The word's read-modify-writes
 * are fully ordered, which gives both.
 */
final class StateWord {
  /** Closed: no new pins, for ever. */
  private static final long DETACHED = 1L << 63;

  /** Not registered yet: findable, but not to be entered. */
  private static final long UNPUBLISHED = 1L << 62;

  /** Nobody waits for the drain: whoever causes it also unlinks. */
  private static final long HANDED_OVER = 1L << 61;

  private static final long REFUSES = DETACHED | UNPUBLISHED;
  private static final long PINS = (1L << 32) - 1;

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

  /** Flags and pins; every write is an atomic read-modify-write. Protects the life cycle. */
  private volatile long word;

  private final CountDownLatch drained = new CountDownLatch(1);

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

  /** Enters, unless it is not published, detached, or at the limit. */
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
    return signalIfDrained(now) && (now & HANDED_OVER) != 0;
  }

  /** Refuses pins from now on; {@link #awaitDrained} waits for those that are left. */
  void detach() {
    long before = (long) WORD.getAndBitwiseOr(this, DETACHED);
    signalIfDrained(before | DETACHED);
  }

  /**
   * Refuses pins from now on, and leaves the rest to the last unpin.
   *
   * @return true if there is none to come: the caller must unlink
   */
  boolean handOver() {
    long before = (long) WORD.getAndBitwiseOr(this, DETACHED | HANDED_OVER);
    return signalIfDrained(before | DETACHED);
  }

  private boolean signalIfDrained(long now) {
    if ((now & DETACHED) == 0 || (now & PINS) != 0) {
      return false;
    }
    drained.countDown();
    return true;
  }

  /**
   * Waits until no callback runs; a closer must not go on while one may still touch the cache. An
   * interrupt does not end the wait, but is kept.
   *
   * @return false if the time ran out
   */
  boolean awaitDrained(long timeoutNanos) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + timeoutNanos;
    try {
      while (true) {
        try {
          return drained.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
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

  boolean isLive() {
    return (word & REFUSES) == 0;
  }

  boolean isDetached() {
    return (word & DETACHED) != 0;
  }

  int pins() {
    return (int) Math.min(word & PINS, Integer.MAX_VALUE);
  }
}
