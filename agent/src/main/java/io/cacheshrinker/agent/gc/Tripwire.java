package io.cacheshrinker.agent.gc;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The last ditch: its own thread of highest priority looks for signs of {@link Distress} and runs
 * an action at once, as notifications lag when the heap is full and a burst can fill it between two
 * collections.
 *
 * <p>When the heap is all but gone, so is much that a JVM otherwise does at once. Threads whose
 * allocations fail hold HotSpot's {@code Heap_lock} by turns, and both the thread that fills
 * reference queues and {@link Runtime#freeMemory} need it; notifications need memory, and so does
 * standing in line for a lock. So the thread looks for itself, every few milliseconds, at what can
 * be seen without a lock or an allocation. The fuller the heap was after the last collection, the
 * more often it looks.
 *
 * <p>The action may need some memory itself, as libraries allocate when they evict: the ballast's
 * reserve goes before it begins.
 *
 * <p>The ballast is armed again chunk by chunk by {@link #rearm}, only with ample room: an
 * OutOfMemoryError of ours, even a caught one, would end a JVM started with {@code
 * -XX:+ExitOnOutOfMemoryError}.
 */
public final class Tripwire implements Distress.Use {
  /** Share of the maximum heap that the ballast takes. */
  static final double BALLAST_SHARE = 0.03;

  private static final int ROOM_FACTOR = 4;
  private static final int CHUNKS_PER_LOOK = 16;

  /** Used share of the maximum heap after a collection above which looks are close together. */
  private static final double DANGER_SHARE = 0.86;

  private static final double CALM_SHARE = 0.5;

  private static final long DANGER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long WATCHFUL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long CALM_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final boolean concurrent;
  private final Ballast ballast;
  private final Distress distress;
  private final LongConsumer action;
  private final LongSupplier capacityBytes;
  private final LongSupplier wholeCollections;
  private final LongSupplier liveBytes;
  private final Gauge gauge = new Gauge();

  /** Who watches; another one after the first got stuck in the action. */
  private volatile @Nullable Thread thread;

  /** Times that the signs of distress proved true. */
  private final AtomicLong alarms = new AtomicLong();

  /** Times that the ballast went, or the heap was collected twice, and it was not full. */
  private final AtomicLong falseAlarms = new AtomicLong();

  private volatile boolean armed;

  /** Between two looks, by what was used after the last collection. By the notification thread. */
  private volatile long paceNanos = WATCHFUL_NANOS;

  /**
   * A tripwire for this heap, not armed yet.
   *
   * @param liveBytes what is live by the last collection that could tell, less what was evicted
   *     since; zero if unknown
   * @param capacityBytes what live bytes must fit into; zero if unknown, then it never fires
   * @param action what to do when the heap is full, given about how much is live, or zero where
   *     garbage cannot be told from it; runs on the tripwire's thread, throws nothing, allocates
   *     nothing
   */
  public Tripwire(
      Collector collector,
      LongSupplier liveBytes,
      LongSupplier capacityBytes,
      LongConsumer action) {
    this(collector, JvmGcSignal.wholeCollections(collector), liveBytes, capacityBytes, action);
  }

  Tripwire(
      Collector collector,
      LongSupplier wholeCollections,
      LongSupplier liveBytes,
      LongSupplier capacityBytes,
      LongConsumer action) {
    concurrent = collector.concurrent();
    distress = new Distress(collector, this);
    this.wholeCollections = wholeCollections;
    this.liveBytes = liveBytes;
    this.ballast = new Ballast((long) (Runtime.getRuntime().maxMemory() * BALLAST_SHARE));
    this.capacityBytes = capacityBytes;
    this.action = action;
  }

  /** A thread that can take over from the one that watches; not started, not in charge yet. */
  public Thread another() {
    Thread watches = new Thread(null, this::watch, "cache-shrinker-tripwire", 0, false);
    watches.setDaemon(true);
    watches.setPriority(Thread.MAX_PRIORITY);
    watches.setContextClassLoader(Tripwire.class.getClassLoader());
    return watches;
  }

  /** Puts a thread in charge; the one before ends when the action that it is in returns. */
  public void watchedBy(Thread another) {
    thread = another;
  }

  /** Starts what it needs beside a thread that watches. */
  public void start() {
    gauge.start();
  }

  /** Gives the ballast back until {@link #rearm} is called again. */
  public void disarm() {
    armed = false;
    ballast.release();
  }

  /**
   * Looks whether there is ample room, and if so replaces some of the missing chunks.
   *
   * @param freeBytes room by the last collection that could be trusted; both it and the room that
   *     the JVM has committed must be ample
   */
  public void rearm(long freeBytes) {
    armed = true;
    Runtime jvm = Runtime.getRuntime();
    for (int i = 0; i < CHUNKS_PER_LOOK; i++) {
      long roomBytes = jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
      long ampleBytes = ROOM_FACTOR * ballast.fullBytes();
      if (Math.min(freeBytes, roomBytes) < ampleBytes || !ballast.armOne()) {
        return;
      }
    }
  }

  /** Keeps the ballast from looking idle. Notification thread; allocates nothing. */
  void touch() {
    ballast.touch();
  }

  /** What is used after a collection. Notification thread. */
  void used(long bytes) {
    double share = (double) bytes / Runtime.getRuntime().maxMemory();
    paceNanos =
        share > DANGER_SHARE ? DANGER_NANOS : share > CALM_SHARE ? WATCHFUL_NANOS : CALM_NANOS;
  }

  /** Bytes that count as live and are not. */
  public long ballastBytes() {
    return ballast.heldBytes();
  }

  /** Times that there was need to act. */
  public long alarms() {
    return alarms.get();
  }

  /** Times that the ballast went though the heap was not full. */
  public long falseAlarms() {
    return falseAlarms.get();
  }

  private void watch() {
    while (Thread.currentThread() == thread) {
      try {
        LockSupport.parkNanos(this, paceNanos);
        // Whoever left it behind, an interrupt has no meaning here, and would end every wait.
        Thread.interrupted();
        if (armed && capacityBytes.getAsLong() > 0) {
          look();
        }
      } catch (Throwable survived) {
        falseAlarms.incrementAndGet();
      }
    }
  }

  private void look() {
    Distress.Finding finding =
        distress.look(
            ballast.takeCleared(),
            wholeCollections.getAsLong(),
            (double) liveBytes.getAsLong() / capacityBytes.getAsLong(),
            System.nanoTime());
    switch (finding) {
      case ALARM -> act(concurrent ? 0 : gauge.lastBytes());
      case FALSE_ALARM -> falseAlarms.incrementAndGet();
      case CALM -> {}
    }
  }

  @Override
  public boolean isAbove(double share) {
    return isUsed(share * Runtime.getRuntime().maxMemory(), true);
  }

  @Override
  public boolean isAboveOfCapacity(double share) {
    return isUsed(share * capacityBytes.getAsLong(), true);
  }

  @Override
  public boolean isSurelyAboveOfCapacity(double share) {
    return isUsed(share * capacityBytes.getAsLong(), false);
  }

  /** Where collections let the application run nobody holds the lock for long. */
  private boolean isUsed(double bytes, boolean otherwise) {
    return concurrent ? Gauge.usedBytes() > bytes : gauge.isAbove(bytes, otherwise);
  }

  /** Whatever comes of it, the next alarm wants new signs. */
  private void act(long aboutLiveBytes) {
    try {
      ballast.releaseReserve();
      alarms.incrementAndGet();
      action.accept(aboutLiveBytes);
    } finally {
      distress.acted(wholeCollections.getAsLong(), System.nanoTime());
    }
  }
}
