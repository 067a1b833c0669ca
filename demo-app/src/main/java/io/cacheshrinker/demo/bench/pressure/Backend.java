package io.cacheshrinker.demo.bench.pressure;

import java.util.concurrent.locks.LockSupport;

/** Where the values come from; a load waits for it. */
@FunctionalInterface
public interface Backend {

  /**
   * Returns when the answer is there; any thread.
   *
   * @param nanos of work for one answer
   */
  void answer(long nanos);

  /** As many at a time as wish, each in its own time. */
  static Backend unlimited() {
    return Backend::waitFor;
  }

  /** Waits at least so long, without using the processor. */
  static void waitFor(long nanos) {
    long start = System.nanoTime();
    for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - start)) {
      LockSupport.parkNanos(left);
    }
  }
}
