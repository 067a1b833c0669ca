package io.cacheshrinker.demo.bench;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/** What this JVM's heap holds, as far as beans tell: bytes in use, garbage included. */
public final class Heap {
  private final MemoryPoolMXBean old;
  private final MemoryPoolMXBean young;
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans().stream()
          .filter(bean -> !bean.getName().matches(".* Pauses|G1 Concurrent GC"))
          .toList();
  private final long capacityBytes;

  public Heap() {
    List<MemoryPoolMXBean> pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    old =
        pools.stream()
            .filter(pool -> pools.size() == 1 || pool.getName().matches(".*(Tenured|Old).*"))
            .findFirst()
            .orElseThrow();
    young = pools.stream().filter(pool -> pool.getName().contains("Eden")).findFirst().orElse(old);
    capacityBytes = Math.min(old.getUsage().getMax(), Runtime.getRuntime().maxMemory());
  }

  /** The pool where objects grow old; the only one, if the collector has no generations. */
  public MemoryPoolMXBean old() {
    return old;
  }

  /**
   * What can be live at most: the old generation, where its size is fixed (Serial, Parallel), else
   * the heap.
   */
  public long capacityBytes() {
    return capacityBytes;
  }

  /**
   * All that live data may fill before allocations fail, as a share of the capacity: where the old
   * generation's size is fixed, it finds room in Eden too, as large as that is now.
   */
  public double roomShare() {
    boolean fixed = capacityBytes < Runtime.getRuntime().maxMemory();
    long eden = fixed ? young.getUsage().getCommitted() : 0;
    return (double) (capacityBytes + eden) / capacityBytes;
  }

  public double oldShare() {
    return (double) old.getUsage().getUsed() / capacityBytes;
  }

  public double usedShare() {
    Runtime runtime = Runtime.getRuntime();
    return (double) (runtime.totalMemory() - runtime.freeMemory()) / capacityBytes;
  }

  /** What survives a full collection, as a share of the capacity. Collects. */
  public double liveShare() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 2; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return (double) least / capacityBytes;
  }

  /** Collections of any kind so far; pauses inside of one do not count again. */
  public long collections() {
    long sum = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      sum += collector.getCollectionCount();
    }
    return sum;
  }

  /** Collections so far of the whole heap: full ones, or cycles of a concurrent collector. */
  public long wholeCollections() {
    return collectors.stream()
        .filter(
            bean ->
                bean.getName()
                    .matches(
                        "MarkSweepCompact|PS MarkSweep|G1 Old.*|ZGC (Major )?Cycles|Shen.*Cycles"))
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }
}
