package io.cacheshrinker.agent.bench;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** A thread that creates a cache, fills it and closes it, again and again. */
final class Stormer {
  private static final int ENTRY_BYTES = 64;

  private final Pool pool;
  private final String group;
  private final int entries;
  private final Recorder opening = new Recorder(3);
  private final Recorder closing = new Recorder(3);

  /** Written by its own thread only. */
  private volatile long operations;

  /** When the call began that has not returned; 0 if it is in none. */
  private volatile long inOpenSince;

  private volatile long inCloseSince;

  Stormer(Pool pool, int number, int entries) {
    this.pool = pool;
    this.entries = entries;
    this.group = group(number);
    Thread thread = new Thread(this::storm, "storm-" + number);
    thread.setDaemon(true);
    thread.start();
  }

  static String group(int number) {
    return "tenant-" + number;
  }

  long operations() {
    return operations;
  }

  private void storm() {
    while (true) {
      BoxCache cache = new BoxCache(entries);
      long begun = System.nanoTime();
      inOpenSince = begun;
      Pool.Lease lease = pool.open(cache, group, BoxCache::itself);
      inOpenSince = 0;
      opening.recordValue(System.nanoTime() - begun);
      cache.fill(ENTRY_BYTES);
      begun = System.nanoTime();
      inCloseSince = begun;
      lease.close();
      inCloseSince = 0;
      closing.recordValue(System.nanoTime() - begun);
      operations = operations + 1;
    }
  }

  void forgetLatencies() {
    opening.reset();
    closing.reset();
  }

  /** Also of calls that have not returned: they take at least as long as they have taken. */
  void addLatencies(Histogram toOpening, Histogram toClosing) {
    toOpening.add(opening.getIntervalHistogram());
    toClosing.add(closing.getIntervalHistogram());
    addPending(inOpenSince, toOpening);
    addPending(inCloseSince, toClosing);
  }

  private static void addPending(long since, Histogram to) {
    if (since != 0) {
      to.recordValue(Math.max(0, System.nanoTime() - since));
    }
  }
}
