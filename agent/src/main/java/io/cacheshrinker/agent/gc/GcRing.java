package io.cacheshrinker.agent.gc;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands collections from the JVM's notification thread to ours without allocating.
 *
 * <p>Concurrency: one writer (the notification thread), one reader (the shrink thread). {@code
 * written} is stored with release after the slot was filled and read with acquire before the slot
 * is read; {@code taken} is its mirror image, stored with release after the slot was copied and
 * read with acquire before the slot is filled again. When the reader lags by a whole ring the
 * writer drops young collections and keeps one slot for the others, which carry the live estimate;
 * what is dropped is counted.
 */
final class GcRing {
  private static final int SLOTS = 64;

  private final HeapAfterGc[] slots = new HeapAfterGc[SLOTS];
  private final HeapAfterGc rubbish = new HeapAfterGc();

  /** Guards the slots below it: everything before this number has been filled. */
  private final AtomicLong written = new AtomicLong();

  /** Guards the slots below it: everything before this number may be filled again. */
  private final AtomicLong taken = new AtomicLong();

  /** Collections that found no slot; written by the writer only. */
  private final AtomicLong dropped = new AtomicLong();

  GcRing() {
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = new HeapAfterGc();
    }
  }

  /** The slot to fill next, or one that leads nowhere. Writer only. */
  HeapAfterGc slot(HeapAfterGc.Kind kind) {
    int kept = kind == HeapAfterGc.Kind.YOUNG ? SLOTS / 2 : 0;
    if (written.getPlain() - taken.getAcquire() >= SLOTS - kept) {
      dropped.setPlain(dropped.getPlain() + 1);
      return rubbish;
    }
    return slots[(int) (written.getPlain() % SLOTS)];
  }

  /** Publishes the slot that {@link #slot} gave out. Writer only. */
  void publish(HeapAfterGc slot) {
    if (slot != rubbish) {
      written.setRelease(written.getPlain() + 1);
    }
  }

  /** Copies the oldest slot. Reader only. */
  boolean poll(HeapAfterGc into) {
    long next = taken.getPlain();
    if (next == written.getAcquire()) {
      return false;
    }
    into.copyFrom(slots[(int) (next % SLOTS)]);
    taken.setRelease(next + 1);
    return true;
  }

  /** How many collections were lost because nobody read them in time. */
  long dropped() {
    return dropped.getOpaque();
  }
}
