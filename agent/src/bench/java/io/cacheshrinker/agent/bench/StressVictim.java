package io.cacheshrinker.agent.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.cacheshrinker.agent.instrument.RealCallbacks;
import io.cacheshrinker.agent.registry.Callbacks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Many caches in as many groups, most of them being filled, and not enough memory for what is put
 * into them: passes have to run all the time. The caches are real ones behind production adapters.
 * Says where the passes' time goes.
 *
 * <p>Arguments: pool, caches, caches that are filled, entries that there is memory for, writers,
 * pass threads, seconds.
 */
final class StressVictim {
  private static final int VALUE_BYTES = 256;
  private static final int WARM_UP_SECONDS = 5;
  private static final int GENTLEST = 12;

  private final Pool pool;
  private final List<ConcurrentMap<Long, byte[]>> caches = new ArrayList<>();
  private final List<Pool.Lease> leases = new ArrayList<>();
  private final List<Visit> visits = new ArrayList<>();
  private final String[] groups;
  private final int filled;
  private final int limitEntries;
  private final AtomicLong put = new AtomicLong();
  private volatile CallbackFrames frames = new CallbackFrames(new BoxCache(0));

  private StressVictim(String[] arguments) {
    pool = Pool.named(arguments[0]);
    groups = new String[Integer.parseInt(arguments[1])];
    filled = Integer.parseInt(arguments[2]);
    limitEntries = Integer.parseInt(arguments[3]);
  }

  public static void main(String[] arguments) throws Exception {
    StressVictim victim = new StressVictim(arguments);
    int writers = Integer.parseInt(arguments[4]);
    int passers = Integer.parseInt(arguments[5]);
    victim.run(writers, passers, Integer.parseInt(arguments[6]));
    Runtime.getRuntime().halt(0);
  }

  private void run(int writers, int passers, int seconds) throws Exception {
    for (int i = 0; i < groups.length; i++) {
      groups[i] = "group-" + i;
      // What is born in this library is the map.
      ConcurrentMap<Long, byte[]> cache =
          Caffeine.newBuilder().maximumSize(1 << 20).<Long, byte[]>build().asMap();
      frames = new CallbackFrames(RealCallbacks.link(cache));
      caches.add(cache);
      Pool.Lease lease = pool.open(cache, groups[i], this::callbacks);
      // From the first mark on it is believed to be empty if it says so.
      lease.mark();
      leases.add(lease);
    }
    for (int i = 0; i < writers; i++) {
      int first = i;
      start("writer", () -> write(first, writers));
    }
    for (int i = 0; i < passers; i++) {
      Visit visit = new Visit();
      visits.add(visit);
      int first = i * groups.length / passers;
      start(PassProfile.THREAD, () -> pass(visit, first));
    }
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS));
    long visitsBefore = visited();
    long freedBefore = freed();
    PassProfile profile = PassProfile.take(seconds);
    profile
        .answer()
        .with("visits", visited() - visitsBefore)
        .with("freed", freed() - freedBefore)
        .with("refused", visits.stream().mapToLong(visit -> visit.refused).sum())
        .with("entriesAtEnd", held())
        .print();
  }

  /** One library, one adapter: its frames are made once. */
  private Callbacks callbacks(Object cache) {
    Callbacks known = RealCallbacks.known(cache);
    return frames.isOf(known) ? frames : new CallbackFrames(known);
  }

  private static void start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  private long visited() {
    return visits.stream().mapToLong(visit -> visit.visits).sum();
  }

  private long freed() {
    return visits.stream().mapToLong(visit -> visit.freed).sum();
  }

  private long held() {
    return put.get() - freed();
  }

  /** Goes from cache to cache; waits while there is no memory left. */
  private void write(int first, int step) {
    long key = first;
    for (int at = first; ; at = (at + step) % filled) {
      while (held() > limitEntries) {
        LockSupport.parkNanos(100_000);
      }
      for (int i = 0; i < 16; i++) {
        caches.get(at).put(key += step, new byte[VALUE_BYTES]);
      }
      leases.get(at).mark();
      put.addAndGet(16);
    }
  }

  /** From group to group, harsher the less memory is left. */
  private void pass(Visit visit, int first) {
    for (int at = first; ; at = (at + 1) % groups.length) {
      double left = 1 - (double) held() / limitEntries;
      pool.pass(groups[at], (int) Math.max(0, Math.min(GENTLEST, GENTLEST * left)), visit);
    }
  }
}
