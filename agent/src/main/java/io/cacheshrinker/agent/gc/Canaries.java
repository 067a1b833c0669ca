package io.cacheshrinker.agent.gc;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tiny old objects whose disappearance proves that an old marking began after they were dropped and
 * has finished. No bean tells that on every collector; a cleared weak reference does.
 *
 * <p>A canary counts only once it is old itself, or a young collection would clear it: it must have
 * survived {@value #YOUNG_COLLECTIONS_TO_BE_OLD} collections of any kind (HotSpot promotes after at
 * most 15) or one of the whole heap.
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
  private static final int STOCK = 512;
  private static final int NONE = -1;

  private final @Nullable Object[] canaries = new @Nullable Object[STOCK];
  private final WeakReference<?>[] references = new WeakReference<?>[STOCK];
  private final long[] oldAtCollection = new long[STOCK];

  /** How many gates were asked for; guards nothing but the request itself. */
  private final AtomicInteger gateRequest = new AtomicInteger();

  private long collections;
  private int next;
  private int marking = NONE;
  private int gate = NONE;
  private int gateSeen;
  private boolean cleared;

  Canaries() {
    for (int i = 0; i < STOCK; i++) {
      hatch(i);
    }
  }

  /** Asks for a gate: from now on {@link #gateCleared} waits for a marking that starts later. */
  void dropGate() {
    gateRequest.incrementAndGet();
  }

  /** Counts a collection, which makes canaries older. Notification thread. */
  void survived(boolean wholeHeap) {
    collections += wholeHeap ? YOUNG_COLLECTIONS_TO_BE_OLD : 1;
  }

  /** Whether the marking canary is gone; drops the next. Notification thread. */
  boolean markingFinished() {
    boolean finished = marking != NONE && references[marking].refersTo(null);
    if (finished) {
      hatch(marking);
      marking = NONE;
    }
    if (marking == NONE) {
      marking = drop();
    }
    return finished;
  }

  /**
   * Whether the gate is gone; from then on told at each collection, until another is asked for, as
   * whoever must know may miss one. Notification thread.
   */
  boolean gateCleared() {
    if (gate != NONE && references[gate].refersTo(null)) {
      hatch(gate);
      gate = NONE;
      cleared = true;
    }
    int requested = gateRequest.get();
    if (requested != gateSeen) {
      cleared = false;
      int dropped = drop();
      if (dropped != NONE) {
        if (gate != NONE) {
          hatch(gate);
        }
        gateSeen = requested;
        gate = dropped;
      }
    }
    return cleared;
  }

  private int drop() {
    for (int i = 0; i < STOCK; i++) {
      next = (next + 1) % STOCK;
      boolean out = next == marking || next == gate;
      if (!out && oldAtCollection[next] <= collections) {
        canaries[next] = null;
        return next;
      }
    }
    return NONE;
  }

  private void hatch(int i) {
    Object canary = new Object();
    canaries[i] = canary;
    references[i] = new WeakReference<>(canary);
    oldAtCollection[i] = collections + YOUNG_COLLECTIONS_TO_BE_OLD;
  }
}
