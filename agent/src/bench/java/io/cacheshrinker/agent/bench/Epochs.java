package io.cacheshrinker.agent.bench;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Waits for readers as sleepable RCU does: readers are counted in one of two epochs; who waits
 * makes the other one current and waits until the old one is empty. Who comes while somebody waits
 * shares the next wait with all others who have come.
 */
final class Epochs {
  /** Counters this far apart, so that the two do not share a cache line. */
  private static final int APART = 32;

  private final AtomicIntegerArray readers = new AtomicIntegerArray(2 * APART);
  private final ReentrantLock waiting = new ReentrantLock();
  private volatile int current;
  private volatile long begun;
  private volatile long ended;
  private volatile Thread waiter;

  /** What {@link #leave} wants to know. */
  int enter() {
    while (true) {
      int epoch = current;
      readers.incrementAndGet(epoch * APART);
      if (epoch == current) {
        return epoch;
      }
      leave(epoch);
    }
  }

  void leave(int epoch) {
    Thread toWake = waiter;
    if (readers.decrementAndGet(epoch * APART) == 0 && toWake != null) {
      LockSupport.unpark(toWake);
    }
  }

  /** Returns when all who are inside now have left. */
  void awaitReaders() {
    long sharedEnds = begun + 1;
    waiting.lock();
    try {
      if (ended >= sharedEnds) {
        return;
      }
      begun = begun + 1;
      int old = current;
      waiter = Thread.currentThread();
      current = 1 - old;
      while (readers.get(old * APART) != 0) {
        // A reader that read the waiter too early does not wake it.
        LockSupport.parkNanos(100_000);
      }
      waiter = null;
      ended = begun;
    } finally {
      waiting.unlock();
    }
  }
}
