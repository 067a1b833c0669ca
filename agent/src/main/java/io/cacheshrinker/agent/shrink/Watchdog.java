package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.agent.registry.RegisteredShrinker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees that a callback does not return, marks its cache as busy, so that nobody else enters it, and
 * lets another thread take over the work of the one that is stuck. It interrupts nobody: a callback
 * is the application's code, and an interrupt in the middle of it would be our fault.
 *
 * <p>Time is counted in its own looks, not by the clock: a pause that stops all threads stops it
 * too, and makes nobody look stuck.
 *
 * <p>Concurrency: the list of watches is a copy-on-write one, changed by whoever starts work. All
 * else is the watchdog thread's own, but the news, which the agent's own thread takes and prints:
 * the console may be the application's, and may block.
 */
final class Watchdog implements Runnable {
  static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Seconds after which a callback counts as stuck, about. */
  static final long SECONDS = Watch.LOOKS * LOOK_NANOS / TimeUnit.SECONDS.toNanos(1);

  private static final String REASON =
      "busy: a callback has not returned for " + SECONDS + " s or more";

  /** News that nobody has taken yet; more are dropped. */
  private static final int MOST_NEWS = 64;

  /** Threads of all kinds that can be stuck at once, and more. */
  private static final int MOST_STUCK = 64;

  private final List<Watch> watches = new CopyOnWriteArrayList<>();

  /** Work to be handed over, and threads to be started, until that has succeeded. */
  private final Deque<Watch.Stuck> toHandOver = new ArrayDeque<>(MOST_STUCK);

  private final Deque<Thread> toStart = new ArrayDeque<>(MOST_STUCK);
  private final Queue<News> news = new ConcurrentLinkedQueue<>();

  /**
   * A callback that is stuck.
   *
   * @param shrinker whose
   * @param thread name of the thread that is in it
   */
  record News(RegisteredShrinker shrinker, String thread) {}

  /** Looks after a worker from now on; any thread. */
  void add(Watch watch) {
    watches.add(watch);
  }

  /** Its work is done; any thread. */
  void remove(Watch watch) {
    watches.remove(watch);
  }

  /** What was found since the last call; the agent's own thread. */
  List<News> takeNews() {
    List<News> taken = List.of();
    for (News next = news.poll(); next != null; next = news.poll()) {
      taken = taken.isEmpty() ? new ArrayList<>() : taken;
      taken.add(next);
    }
    return taken;
  }

  @Override
  public void run() {
    while (true) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      try {
        look();
      } catch (Throwable survived) {
        // Out of memory, most likely: the next look tries again.
      }
    }
  }

  /** One look at all workers. */
  void look() {
    for (Watch watch : watches) {
      Watch.Stuck stuck = watch.look(REASON);
      if (stuck != null) {
        toHandOver.addLast(stuck);
      }
    }
    while (!toHandOver.isEmpty()) {
      Watch.Stuck stuck = toHandOver.getFirst();
      handOver(stuck);
      toHandOver.removeFirst();
      tell(stuck);
    }
    while (!toStart.isEmpty()) {
      toStart.getFirst().start();
      toStart.removeFirst();
    }
  }

  /** Either all of it or, if memory runs out, nothing that a second attempt would spoil. */
  private void handOver(Watch.Stuck stuck) {
    Watch.Relief relief = stuck.relief();
    if (relief != null) {
      watches.remove(stuck.watch());
      relief.takeOver().run();
      toStart.addLast(relief.thread());
    }
  }

  private void tell(Watch.Stuck stuck) {
    if (stuck.news() && news.size() < MOST_NEWS) {
      news.add(new News(stuck.shrinker(), stuck.thread()));
    }
  }
}
