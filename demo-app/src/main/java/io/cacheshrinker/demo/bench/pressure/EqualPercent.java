package io.cacheshrinker.demo.bench.pressure;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import io.cacheshrinker.demo.bench.Heap;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * A rival that knows when live bytes can be told, but neither what an entry costs nor what its last
 * step will give back: after each collection of old objects that leaves more in use than the high
 * mark, every cache loses the same share of its entries.
 */
final class EqualPercent implements Runnable {
  private static final double HIGH = 0.75;

  /** As in the agent: where a collection of the whole heap, or of old objects, is told. */
  private static final String WHOLE_HEAP =
      "MarkSweepCompact|PS MarkSweep|G1 Old Generation|ZGC (Major )?Cycles|Shenandoah Cycles";

  private static final String MIXED = "G1 Young Generation";

  private final Heap heap;
  private final double share;
  private final List<Served> caches;
  private final Set<String> heapPools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toSet());

  /** A permit for each collection that left too much; the notification thread only releases. */
  private final Semaphore tooFull = new Semaphore(0);

  EqualPercent(Heap heap, double share, List<Served> caches) {
    this.heap = heap;
    this.share = share;
    this.caches = caches;
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) bean)
          .addNotificationListener(
              (notification, none) ->
                  accept(
                      GarbageCollectionNotificationInfo.from(
                          (CompositeData) notification.getUserData())),
              null,
              null);
    }
  }

  private void accept(GarbageCollectionNotificationInfo collection) {
    if (tellsLive(collection) && usedAfter(collection) > HIGH * heap.capacityBytes()) {
      tooFull.release();
    }
  }

  /** On G1 also a young collection that took something from the old generation. */
  private boolean tellsLive(GarbageCollectionNotificationInfo collection) {
    if (!collection.getGcName().equals(MIXED)) {
      return collection.getGcName().matches(WHOLE_HEAP);
    }
    GcInfo info = collection.getGcInfo();
    String old = heap.old().getName();
    return used(info.getMemoryUsageAfterGc(), old) < used(info.getMemoryUsageBeforeGc(), old);
  }

  private long usedAfter(GarbageCollectionNotificationInfo collection) {
    Map<String, MemoryUsage> after = collection.getGcInfo().getMemoryUsageAfterGc();
    return heapPools.stream().mapToLong(pool -> used(after, pool)).sum();
  }

  private static long used(Map<String, MemoryUsage> pools, String pool) {
    MemoryUsage usage = pools.get(pool);
    return usage == null ? 0 : usage.getUsed();
  }

  /** One look. */
  @Override
  public void run() {
    while (tooFull.tryAcquire()) {
      for (Served served : caches) {
        served.cache().shed((long) (share * served.cache().entries()));
      }
    }
  }
}
