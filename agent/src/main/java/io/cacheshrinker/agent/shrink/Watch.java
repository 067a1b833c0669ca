package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.agent.registry.RegisteredShrinker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * In which cache one of our workers is, for the watchdog to see. One word says it all:
 *
 * <pre>
 * number of the call | REPLACED | STUCK | INSIDE
 * </pre>
 *
 * <p>The worker writes it around each callback; the watchdog adds STUCK by compare-and-set, so it
 * can only hit the call that it has seen not to return: another one has another number. The worker
 * takes the flags away by one exchange when the callback returns, and so learns of them for sure.
 * REPLACED says that another thread does its work now, and that it must not go on with it.
 *
 * <p>{@code shrinker} and {@code thread} are written before the word that says INSIDE (release),
 * and read between the look at that word (acquire) and the compare-and-set that it has not changed.
 */
final class Watch {
  /** Looks at one and the same call after which it counts as stuck. */
  static final int LOOKS = 4;

  private static final long INSIDE = 1;
  private static final long STUCK = 2;
  private static final long REPLACED = 4;
  private static final long CALL = 8;

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(Watch.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Stand stand;

  /** Which call, and how it stands. Written by the worker; by the watchdog while inside. */
  private volatile long word;

  private @Nullable RegisteredShrinker shrinker;
  private @Nullable Thread thread;

  /** Another does the work. The worker only. */
  private boolean replaced;

  // What the watchdog saw when it last looked, and how often. The watchdog only.
  private long seen;
  private int looks;

  /** How the work of a stuck worker goes on. */
  interface Stand {
    /** Nobody takes over: the work waits for the callback. */
    Stand NOBODY = () -> null;

    /** Somebody to take over, ready to be started; null if there can be none now. Watchdog. */
    @Nullable Relief relief();

    /** A worker that was relieved has come back. The worker's thread. */
    default void back() {}
  }

  /**
   * Somebody who takes over.
   *
   * @param takeOver hands him what the stuck worker had, before the thread is started. What may
   *     fail in it comes first, and then it is run again
   * @param thread not started yet
   */
  record Relief(Runnable takeOver, Thread thread) {}

  /**
   * A call that is given up.
   *
   * @param relief null if nobody takes over, for now
   * @param news whether it was not given up before
   */
  record Stuck(
      Watch watch,
      RegisteredShrinker shrinker,
      String thread,
      @Nullable Relief relief,
      boolean news) {}

  Watch(Stand stand) {
    this.stand = stand;
  }

  /** The worker enters a callback. Never nested: a callback that runs passes has another watch. */
  void enter(RegisteredShrinker of) {
    shrinker = of;
    thread = Thread.currentThread();
    WORD.setRelease(this, word + CALL | INSIDE);
  }

  /** The worker is back. */
  void leave() {
    long was = (long) WORD.getAndBitwiseAnd(this, ~(INSIDE | STUCK | REPLACED));
    if ((was & STUCK) != 0) {
      back(was);
    }
    shrinker = null;
  }

  private void back(long was) {
    RegisteredShrinker from = shrinker;
    if (from != null) {
      from.callbackBack();
    }
    if ((was & REPLACED) != 0) {
      replaced = true;
      stand.back();
    }
  }

  /** Whether another does this worker's work. The worker only. */
  boolean isReplaced() {
    return replaced;
  }

  /**
   * Looks once; the call that is given up by this look, or null. A call for which nobody could take
   * over is given up again when somebody can. Everything that may fail for want of memory comes
   * before the compare-and-set. The watchdog only.
   */
  @Nullable Stuck look(String reason) {
    long now = word;
    if (now != seen || (now & INSIDE) == 0) {
      seen = now;
      looks = 0;
      return null;
    }
    RegisteredShrinker in = shrinker;
    Thread worker = thread;
    if ((now & REPLACED) != 0 || ++looks < LOOKS || in == null || worker == null) {
      return null;
    }
    boolean news = (now & STUCK) == 0;
    Relief relief = stand.relief();
    if (relief == null && !news) {
      return null;
    }
    Stuck stuck = new Stuck(this, in, worker.getName(), relief, news);
    long given = now | STUCK | (relief == null ? 0 : REPLACED);
    if (!WORD.compareAndSet(this, now, given)) {
      return null;
    }
    seen = given;
    if (news) {
      in.callbackStuck(reason);
    }
    return stuck;
  }
}
