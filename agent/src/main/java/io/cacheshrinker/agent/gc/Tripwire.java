package io.cacheshrinker.agent.gc;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The last ditch: its own thread of highest priority waits for the {@link Ballast} to be cleared
 * and runs an action at once, as notifications lag when the heap is full and a burst can fill it
 * between two collections.
 *
 * <p>When the heap is all but gone, so is much that a JVM otherwise does at once. Threads whose
 * allocations fail hold HotSpot's {@code Heap_lock} by turns, and both the thread that fills
 * reference queues and {@link Runtime#freeMemory} need it; notifications need memory. So above
 * {@value #DANGER_SHARE} of the maximum heap the thread looks for itself, every few milliseconds,
 * at what it can see without a lock or an allocation: whether the ballast is there, and how often
 * the whole heap was collected. Two such collections in a moment are an alarm too, with the ballast
 * still in place.
 *
 * <p>Soft references also go on {@code System.gc()} of some collectors and after an evacuation
 * failure of G1, with most of the heap garbage; and applications ask for two collections in a row.
 * So the action runs only if the heap is really full; anything else counts as a false alarm. The
 * action may need some memory itself, as libraries allocate when they evict: the ballast's reserve
 * goes before it begins.
 *
 * <p>The ballast is armed again chunk by chunk by {@link #rearm}, only with ample room: an
 * OutOfMemoryError of ours, even a caught one, would end a JVM started with {@code
 * -XX:+ExitOnOutOfMemoryError}.
 */
public final class Tripwire {
  /** Share of the maximum heap that the ballast takes. */
  static final double BALLAST_SHARE = 0.03;

  /** Used share of the capacity below which the ballast's going is a false alarm. */
  static final double FULL_SHARE = 0.75;

  /** Used share of the maximum heap above which the waiting thread looks again and again. */
  private static final double DANGER_SHARE = 0.86;

  private static final long DANGER_MILLIS = 5;
  private static final long CALM_MILLIS = 200;

  /** Two collections of the whole heap in so long are taken for the beginning of the end. */
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private static final int ROOM_FACTOR = 4;
  private static final int CHUNKS_PER_LOOK = 16;

  private final Ballast ballast;
  private final Runnable action;
  private final LongSupplier capacityBytes;
  private final LongSupplier wholeCollections;
  private final Gauge gauge = new Gauge();

  /** Who waits; another one after the first got stuck in the action. */
  private volatile @Nullable Thread thread;

  /** Times that the heap was full when the ballast went, or when it was collected twice. */
  private final AtomicLong alarms = new AtomicLong();

  /** Times that it was not. */
  private final AtomicLong falseAlarms = new AtomicLong();

  private volatile boolean armed;

  /** Whether the heap was all but full after the last collection. By the notification thread. */
  private volatile boolean danger;

  // What the thread that waits has seen of collections since the moment began. One that was
  // relieved writes them once more when its action returns: a moment begins anew, no more.
  private long momentCollections;
  private long momentNanos;

  /**
   * A tripwire for this heap, not armed yet.
   *
   * @param capacityBytes what live bytes must fit into; zero if unknown, then never armed
   * @param action what to do when the heap is full; runs on the tripwire's thread, throws nothing,
   *     allocates nothing
   */
  public Tripwire(LongSupplier wholeCollections, LongSupplier capacityBytes, Runnable action) {
    this.wholeCollections = wholeCollections;
    this.ballast = new Ballast((long) (Runtime.getRuntime().maxMemory() * BALLAST_SHARE));
    this.capacityBytes = capacityBytes;
    this.action = action;
  }

  /** A thread that can take over from the one that waits; not started, and not in charge yet. */
  public Thread another() {
    Thread waits = new Thread(null, this::watch, "cache-shrinker-tripwire", 0, false);
    waits.setDaemon(true);
    waits.setPriority(Thread.MAX_PRIORITY);
    waits.setContextClassLoader(Tripwire.class.getClassLoader());
    return waits;
  }

  /** Puts a thread in charge; the one before ends when the action that it is in returns. */
  public void watchedBy(Thread another) {
    thread = another;
  }

  /** Starts what it needs beside a thread that waits. */
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
    danger = bytes > DANGER_SHARE * Runtime.getRuntime().maxMemory();
  }

  /** Bytes that count as live and are not. */
  public long ballastBytes() {
    return ballast.heldBytes();
  }

  /** Times that the ballast went and the heap was full. */
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
        boolean gone = ballast.awaitCleared(danger ? DANGER_MILLIS : CALM_MILLIS);
        boolean again = danger && collectsAgainAndAgain();
        if (gone || again) {
          fireOnce();
        }
      } catch (InterruptedException stray) {
        // Left behind by a callback.
      } catch (Throwable survived) {
        falseAlarms.incrementAndGet();
      }
    }
  }

  /** Whatever comes of it, the next alarm wants two more collections, or the ballast back. */
  private void fireOnce() {
    try {
      fire();
    } finally {
      newMoment(wholeCollections.getAsLong());
    }
  }

  /** Whether the whole heap was collected twice in a moment, with the application stopped. */
  private boolean collectsAgainAndAgain() {
    long collections = wholeCollections.getAsLong();
    if (System.nanoTime() - momentNanos > MOMENT_NANOS) {
      newMoment(collections);
    }
    return collections - momentCollections >= 2;
  }

  private void newMoment(long collections) {
    momentCollections = collections;
    momentNanos = System.nanoTime();
  }

  private void fire() {
    if (!armed) {
      return;
    }
    long capacity = capacityBytes.getAsLong();
    if (capacity > 0 && gauge.isAbove(FULL_SHARE * capacity)) {
      ballast.releaseReserve();
      alarms.incrementAndGet();
      action.run();
    } else {
      falseAlarms.incrementAndGet();
    }
  }
}
