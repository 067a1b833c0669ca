package io.cacheshrinker.agent.gc;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The garbage collector of this JVM, as far as its notifications differ: which bean's event carries
 * what. Names as in HotSpot 17 and 25.
 *
 * <p>Of the pauses of the concurrent collectors only the time is read: their notifications carry no
 * memory at all (every pool reads zero), and taken for a cycle they would show an empty heap.
 */
public enum Collector {
  SERIAL("MarkSweepCompact", "Copy", "Tenured Gen"),
  PARALLEL("PS MarkSweep", "PS Scavenge", "PS Old Gen"),
  G1("G1 Old Generation", "G1 Young Generation", "G1 Old Gen"),
  ZGC("ZGC Cycles", null, null),
  GENERATIONAL_ZGC("ZGC Major Cycles", "ZGC Minor Cycles", "ZGC Old Generation"),
  SHENANDOAH("Shenandoah Cycles", null, null),
  GENERATIONAL_SHENANDOAH("Shenandoah Cycles", null, "Shenandoah Old Gen");

  private final String wholeHeapBean;
  private final @Nullable String youngBean;
  private final @Nullable String oldPool;

  Collector(String wholeHeapBean, @Nullable String youngBean, @Nullable String oldPool) {
    this.wholeHeapBean = wholeHeapBean;
    this.youngBean = youngBean;
    this.oldPool = oldPool;
  }

  /** The collector with these beans and heap pools; null for one that is not known here. */
  static @Nullable Collector of(Collection<String> beans, Collection<String> heapPools) {
    for (Collector collector : values()) {
      boolean young = collector.youngBean == null || beans.contains(collector.youngBean);
      boolean old = collector.oldPool == null || heapPools.contains(collector.oldPool);
      boolean generational = collector == SHENANDOAH && heapPools.size() > 1;
      if (beans.contains(collector.wholeHeapBean) && young && old && !generational) {
        return collector;
      }
    }
    return null;
  }

  /** What an event of this bean tells; null if nothing that could be used. */
  HeapAfterGc.@Nullable Kind kindOf(String bean) {
    if (bean.equals(wholeHeapBean)) {
      return switch (this) {
        case SERIAL, PARALLEL, G1 -> HeapAfterGc.Kind.FULL;
        default -> HeapAfterGc.Kind.CYCLE;
      };
    }
    return bean.equals(youngBean) ? HeapAfterGc.Kind.YOUNG : null;
  }

  /** Whether events of this bean are pauses within the collections that look at the whole heap. */
  boolean isPauses(String bean) {
    return switch (this) {
      case SERIAL, PARALLEL, G1 -> false;
      case ZGC -> bean.equals("ZGC Pauses");
      case GENERATIONAL_ZGC -> bean.equals("ZGC Major Pauses");
      case SHENANDOAH, GENERATIONAL_SHENANDOAH -> bean.equals("Shenandoah Pauses");
    };
  }

  /** The pool of old objects, null where the heap is one pool. */
  @Nullable String oldPool() {
    return oldPool;
  }

  /**
   * Whether the old pool's maximum is the capacity. Serial and Parallel cannot lend room from the
   * young generation to the old one; elsewhere the maximum heap is the capacity.
   */
  public boolean capacityIsOldPool() {
    return this == SERIAL || this == PARALLEL;
  }

  /** Whether used memory after a cycle includes what was allocated while the cycle ran. */
  public boolean concurrent() {
    return this != SERIAL && this != PARALLEL && this != G1;
  }

  /** Whether young cycles exist whose events must not be taken for the whole heap's. */
  public boolean generational() {
    return this != ZGC && this != SHENANDOAH;
  }
}
