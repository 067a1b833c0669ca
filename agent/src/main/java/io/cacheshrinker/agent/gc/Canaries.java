package io.cacheshrinker.agent.gc;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tiny old objects whose disappearance proves that an old marking began after they were dropped and
 * has finished. No bean tells that on every collector; a cleared weak reference does.
 *
 * <p>A canary counts only once it is old itself, or a young collection would clear it. It is old by
 * age when it has survived {@value #YOUNG_COLLECTIONS_TO_BE_OLD} collections of any kind (HotSpot
 * promotes after at most 15) or one of the whole heap. A heap that fills quickly is full before
 * that; so a canary may also prove its age: it is dropped young, and is old if nobody holds it and
 * {@value #COLLECTIONS_TO_PROVE_AGE} collections that began later have left it alone. One would do,
 * were it young for sure; but of so many in a row at least one is.
 *
 * <p>Two canaries can be out at once: the <em>marking</em> canary, dropped anew whenever the last
 * one was cleared, and the <em>gate</em>, dropped at the end of a pass.
 *
 * <p>Concurrency: everything runs on the notification thread, but {@link #dropGate} is called by
 * whoever ends a pass. It only raises {@code gateRequest}; the notification thread drops the canary
 * when the next collection is reported. A collection that began before that is thereby not taken
 * for proof, which errs on the safe side by one event.
 */
final class Canaries {
  static final int YOUNG_COLLECTIONS_TO_BE_OLD = 16;
  static final int COLLECTIONS_TO_PROVE_AGE = 3;
  private static final int STOCK = 512;
  private static final int NONE = -1;

  private final @Nullable Object[] canaries = new @Nullable Object[STOCK];
  private final WeakReference<?>[] references = new WeakReference<?>[STOCK];
  private final long[] oldAtCollection = new long[STOCK];
  private final Dropped marking = new Dropped();
  private final Dropped gate = new Dropped();

  /** How many gates were asked for; guards nothing but the request itself. */
  private final AtomicInteger gateRequest = new AtomicInteger();

  private long collections;
  private int next;
  private int gateSeen;
  private boolean finishedBefore;
  private long finishedNanos;
  private boolean gateCleared;

  Canaries() {
    for (int i = 0; i < STOCK; i++) {
      hatch(i);
    }
  }

  /** Asks for a gate: from now on {@link #gateCleared} waits for a marking that starts later. */
  void dropGate() {
    gateRequest.incrementAndGet();
  }

  /**
   * A collection is reported, which makes canaries older, and is told what they say of it.
   * Notification thread.
   *
   * <p>A stopped or starved JVM reports several at once; what is gone now speaks for the last of
   * them. And one that stops the application may end just before the event of an earlier one comes:
   * then both have the news of a marking, as what the second found is exact.
   *
   * @param nowNanos {@link System#nanoTime()}
   */
  void look(HeapAfterGc gc, long nowNanos) {
    survived(gc.kind() == HeapAfterGc.Kind.FULL, gc.startNanos());
    if (!gc.isNewest()) {
      gc.canaries(false, false);
      return;
    }
    boolean finished = markingFinished();
    boolean underWay = finishedBefore && gc.stopped() && gc.startNanos() - finishedNanos < 0;
    if (finished) {
      finishedBefore = true;
      finishedNanos = nowNanos;
    }
    gc.canaries(finished || underWay, gateCleared());
  }

  /** Counts a collection; {@code startNanos} is when it began, {@link System#nanoTime()}. */
  void survived(boolean wholeHeap, long startNanos) {
    collections += wholeHeap ? YOUNG_COLLECTIONS_TO_BE_OLD : 1;
    marking.survived(startNanos);
    gate.survived(startNanos);
  }

  /** Whether the marking canary is gone; drops the next. Notification thread. */
  boolean markingFinished() {
    boolean finished = marking.takeCleared();
    if (!marking.isOut()) {
      marking.drop(gate);
    }
    return finished;
  }

  /**
   * Whether the gate is gone; from then on told at each collection, until another is asked for, as
   * whoever must know may miss one. Notification thread.
   */
  boolean gateCleared() {
    boolean wasOut = gate.isOut();
    if (gate.takeCleared()) {
      gateCleared = true;
    } else if (wasOut && !gate.isOut()) {
      gate.drop(marking);
    }
    int requested = gateRequest.get();
    if (requested != gateSeen) {
      gateCleared = false;
      gate.takeBack();
      gate.drop(marking);
      gateSeen = requested;
    }
    return gateCleared;
  }

  private void hatch(int i) {
    Object canary = new Object();
    canaries[i] = canary;
    references[i] = new WeakReference<>(canary);
    oldAtCollection[i] = collections + YOUNG_COLLECTIONS_TO_BE_OLD;
  }

  /** A canary that nobody holds any more, or none. */
  private final class Dropped {
    private int index = NONE;
    private boolean old;
    private int survived;
    private long droppedNanos;

    boolean isOut() {
      return index != NONE;
    }

    /** The next of the stock, which is the one that was hatched longest ago or nearly so. */
    void drop(Dropped other) {
      next = (next + 1) % STOCK;
      if (next == other.index) {
        next = (next + 1) % STOCK;
      }
      index = next;
      old = oldAtCollection[index] <= collections;
      survived = 0;
      droppedNanos = System.nanoTime();
      canaries[index] = null;
    }

    void survived(long startNanos) {
      if (isOut() && !isCleared() && startNanos - droppedNanos > 0) {
        survived++;
        old |= survived >= COLLECTIONS_TO_PROVE_AGE;
      }
    }

    /** If it is gone, another takes its place in the stock; true if it was old. */
    boolean takeCleared() {
      if (!isOut() || !isCleared()) {
        return false;
      }
      takeBack();
      return old;
    }

    void takeBack() {
      if (isOut()) {
        hatch(index);
        index = NONE;
      }
    }

    private boolean isCleared() {
      return references[index].refersTo(null);
    }
  }
}
