package io.cacheshrinker.demo.bench.storm;

import io.cacheshrinker.demo.bench.Heap;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes garbage that grows old: batches of objects are kept until two collections have passed, so
 * that a generational collector promotes them, and dropped at once. What is kept at any moment is
 * bounded, and counts as live; what does not fit under that bound is dropped immediately.
 *
 * <p>One thread makes the garbage. The rate is written by whoever steers the storm.
 */
final class Storm implements AutoCloseable {
  private static final int COLLECTIONS_TO_GROW_OLD = 2;
  private static final int SMALL_BATCH_OBJECTS = 60;
  private static final long TICK_NANOS = 2_000_000;

  private final Heap heap;
  private final boolean large;
  private final long mostKeptBytes;
  private final Random random;
  private final ArrayDeque<Batch> kept = new ArrayDeque<>();
  private final Thread thread = new Thread(this::blow, "storm");
  private long keptBytes;

  private volatile long bytesPerSecond;
  private volatile boolean closed;

  /**
   * @param large each object has 0.6 to 1.5 MB, else 0.1 to 2 kB
   */
  Storm(Heap heap, boolean large, long mostKeptBytes, long bytesPerSecond, long seed) {
    this.heap = heap;
    this.large = large;
    this.mostKeptBytes = mostKeptBytes;
    this.bytesPerSecond = bytesPerSecond;
    this.random = new Random(seed);
    thread.setDaemon(true);
    thread.start();
  }

  void rate(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Stops; what is kept stays kept. */
  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }

  private void blow() {
    long start = System.nanoTime();
    double credit = 0;
    while (!closed) {
      long now = System.nanoTime();
      credit = Math.min(credit + (now - start) / 1e9 * bytesPerSecond, bytesPerSecond / 10.0);
      start = now;
      while (credit > 0 && !closed) {
        credit -= allocate();
      }
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  private long allocate() {
    long collections = heap.collections();
    dropOld(collections);
    Batch batch = large ? large(collections) : small(collections);
    if (keptBytes + batch.bytes <= mostKeptBytes) {
      kept.add(batch);
      keptBytes += batch.bytes;
    }
    return batch.bytes;
  }

  private void dropOld(long collections) {
    Batch oldest = kept.peek();
    while (oldest != null && collections - oldest.bornAt >= COLLECTIONS_TO_GROW_OLD) {
      keptBytes -= oldest.bytes;
      kept.remove();
      oldest = kept.peek();
    }
  }

  private Batch small(long bornAt) {
    Object[] objects = new Object[SMALL_BATCH_OBJECTS];
    long bytes = 0;
    for (int i = 0; i < objects.length; i++) {
      int length = 100 + random.nextInt(1900);
      objects[i] = new byte[length];
      bytes += length + 16;
    }
    return new Batch(objects, bytes, bornAt);
  }

  /** Every other one holds references: G1 reclaims humongous ones without them ahead of time. */
  private Batch large(long bornAt) {
    int bytes = 600_000 + random.nextInt(900_000);
    Object object = random.nextBoolean() ? new byte[bytes] : new Object[bytes / 4];
    return new Batch(object, bytes, bornAt);
  }

  private record Batch(Object objects, long bytes, long bornAt) {}
}
