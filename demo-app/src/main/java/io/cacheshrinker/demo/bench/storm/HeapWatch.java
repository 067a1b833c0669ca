package io.cacheshrinker.demo.bench.storm;

import io.cacheshrinker.demo.bench.Heap;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at the old generation every few milliseconds, on a thread of its own. The other threads
 * read what it saw when they have stopped it, so that joining it is all the order there must be.
 */
final class HeapWatch implements AutoCloseable {
  private static final long PERIOD_NANOS = 5_000_000;

  private final Heap heap;
  private final Thread thread = new Thread(this::watch, "heap watch");

  /** Written by the closer, read by the watch. */
  private volatile boolean closed;

  private double peak;
  private double usedPeak;
  private double sum;
  private long looks;

  HeapWatch(Heap heap) {
    this.heap = heap;
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    while (!closed) {
      double share = heap.oldShare();
      peak = Math.max(peak, share);
      usedPeak = Math.max(usedPeak, heap.usedShare());
      sum += share;
      looks++;
      LockSupport.parkNanos(PERIOD_NANOS);
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }

  /** Of the capacity, garbage included; after {@link #close}. */
  double peakShare() {
    return peak;
  }

  /** As {@link #peakShare}, of all generations together. */
  double usedPeakShare() {
    return usedPeak;
  }

  /** Over time; after {@link #close}. */
  double meanShare() {
    return sum / Math.max(1, looks);
  }
}
