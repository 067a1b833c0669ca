package io.cacheshrinker.agent.gc;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads how much of the heap is used, for somebody who must not wait for the answer.
 *
 * <p>{@link Runtime#freeMemory} takes HotSpot's {@code Heap_lock} on every collector but ZGC
 * ({@code CollectedHeap::unused}, JDK 17 and 25). Threads whose allocation fails hold it while they
 * have the heap collected again and again, and whoever else wants it gets it after the
 * OutOfMemoryError. So a thread of its own asks; when it is seen to have begun and does not come
 * back, that is an answer too. The beans that need no lock allocate, which may fail here.
 *
 * <p>Concurrency: {@code state} goes from {@code IDLE} to {@code ASKED} by who asks, and by {@code
 * READING} back to {@code IDLE} by the gauge, each by a volatile write; {@code usedBytes} is
 * written before the last of them and read after it was seen. Who asks while an earlier reading is
 * still under way waits for that one. One asker at a time, but for a tripwire that is relieved;
 * then both may have the same answer.
 */
final class Gauge implements Runnable {
  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  /**
   * So many looks after it has begun the reading is taken to wait for the lock. Looks and not time:
   * a pause stops who looks too, and makes one look of it.
   */
  private static final int LOCKED_LOOKS = 3;

  /** So many looks the gauge may take to get a processor at all. */
  private static final int STARVED_LOOKS = 100;

  private static final int IDLE = 0;
  private static final int ASKED = 1;
  private static final int READING = 2;

  private final Thread thread;

  /** Who is to do what: see above. */
  private volatile int state = IDLE;

  /** The last reading; guarded by {@code state}. */
  private long usedBytes;

  Gauge() {
    thread = new Thread(null, this, "cache-shrinker-gauge", 0, false);
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY);
    thread.setContextClassLoader(Gauge.class.getClassLoader());
  }

  void start() {
    thread.start();
  }

  /**
   * Whether more than so many bytes are used. Some milliseconds at most; allocates nothing.
   *
   * @param otherwise the answer if nobody can tell, because allocations fail, or because a busy
   *     machine gives the gauge no processor
   */
  boolean isAbove(double bytes, boolean otherwise) {
    if (state == IDLE) {
      state = ASKED;
    }
    LockSupport.unpark(thread);
    int reading = 0;
    for (int looks = 0; looks < STARVED_LOOKS && reading < LOCKED_LOOKS; looks++) {
      int now = state;
      if (now == IDLE) {
        return usedBytes > bytes;
      }
      reading += now == READING ? 1 : 0;
      LockSupport.parkNanos(this, LOOK_NANOS);
    }
    return otherwise;
  }

  /** What the last reading was; zero before the first. Who asks. */
  long lastBytes() {
    return state == IDLE ? usedBytes : 0;
  }

  @Override
  public void run() {
    while (true) {
      if (state == ASKED) {
        state = READING;
        usedBytes = usedBytes();
        state = IDLE;
      } else {
        LockSupport.park(this);
      }
    }
  }

  /** Waits for the lock; for who may. */
  static long usedBytes() {
    Runtime jvm = Runtime.getRuntime();
    return jvm.totalMemory() - jvm.freeMemory();
  }
}
