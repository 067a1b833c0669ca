package io.cacheshrinker.agent.gc;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The last ditch: its own thread of highest priority waits for the {@link Ballast} to be cleared
 * and runs an action at once, as notifications lag when the heap is full and a burst can fill it
 * between two collections.
 *
 * <p>Soft references also go on {@code System.gc()} of some collectors and after an evacuation
 * failure of G1, with most of the heap garbage. So the action runs only if the heap is really full;
 * anything else counts as a false alarm.
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

  private static final int ROOM_FACTOR = 4;
  private static final int CHUNKS_PER_LOOK = 16;

  private final Ballast ballast;
  private final Runnable action;
  private final LongSupplier capacityBytes;

  /** Who waits; another one after the first got stuck in the action. */
  private volatile Thread thread;

  /** Times that the heap was full when the ballast went. */
  private final AtomicLong alarms = new AtomicLong();

  /** Times that it was not. */
  private final AtomicLong falseAlarms = new AtomicLong();

  private volatile boolean armed;
  private volatile boolean stopped;

  /**
   * A tripwire for this heap, not armed yet.
   *
   * @param capacityBytes what live bytes must fit into; zero if unknown, then never armed
   * @param action what to do when the heap is full; runs on the tripwire's thread, throws nothing,
   *     allocates nothing
   */
  public Tripwire(LongSupplier capacityBytes, Runnable action) {
    this.ballast = new Ballast((long) (Runtime.getRuntime().maxMemory() * BALLAST_SHARE));
    this.capacityBytes = capacityBytes;
    this.action = action;
    thread = another();
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

  /** Starts the thread that waits. */
  public void start() {
    thread.start();
  }

  /** Ends the thread and gives the ballast back. */
  public void stop() {
    disarm();
    stopped = true;
    thread.interrupt();
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
  public void touch() {
    ballast.touch();
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
    while (Thread.currentThread() == thread && !stopped) {
      try {
        ballast.awaitCleared();
        fire();
      } catch (InterruptedException stray) {
        // Left behind by a callback, or stop: the loop's condition tells which.
      } catch (Throwable survived) {
        falseAlarms.incrementAndGet();
      }
    }
  }

  private void fire() {
    if (!armed) {
      return;
    }
    Runtime jvm = Runtime.getRuntime();
    long usedBytes = jvm.totalMemory() - jvm.freeMemory();
    long capacity = capacityBytes.getAsLong();
    if (capacity > 0 && usedBytes > FULL_SHARE * capacity) {
      alarms.incrementAndGet();
      action.run();
    } else {
      falseAlarms.incrementAndGet();
    }
  }
}
