package io.cacheshrinker.demo.bench.pressure.tail;

import io.cacheshrinker.demo.bench.pressure.Backend;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** A backend that works on so many answers at a time; who comes later waits in line. */
final class FixedCapacity implements Backend {
  private final int workers;
  private final Semaphore free;
  private final LongAdder answers = new LongAdder();

  /** Of all answers so far, by what they should take. */
  private final LongAdder workNanos = new LongAdder();

  private final AtomicInteger waiting = new AtomicInteger();

  /** The longest line since somebody last asked. */
  private final AtomicInteger longest = new AtomicInteger();

  FixedCapacity(int workers) {
    this.workers = workers;
    free = new Semaphore(workers, true);
  }

  @Override
  public void answer(long nanos) {
    int line = waiting.incrementAndGet();
    longest.accumulateAndGet(line, Math::max);
    free.acquireUninterruptibly();
    try {
      waiting.decrementAndGet();
      Backend.waitFor(nanos);
    } finally {
      free.release();
    }
    answers.increment();
    workNanos.add(nanos);
  }

  long answers() {
    return answers.sum();
  }

  /** Work done so far, in seconds of one who does nothing else. */
  double workSeconds() {
    return workNanos.sum() / 1e9;
  }

  /** What it could do in that time. */
  double capacitySeconds(double seconds) {
    return workers * seconds;
  }

  /** The longest line since the last call, those included who did not have to wait long. */
  int longestLine() {
    return longest.getAndSet(0);
  }
}
