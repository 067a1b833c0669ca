package io.cacheshrinker.agent.gc;

import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;

/**
 * The heap pools of one half of a notification, added up. Reads the open data as it comes, as the
 * ready-made conversion to {@code GcInfo} builds maps and beans for pools nobody asked for.
 */
final class PoolSums {
  private final String half;
  private final Object[][] keys;
  private final @Nullable String oldPool;
  private long usedBytes;
  private long oldUsedBytes;
  private long oldMaxBytes;

  /**
   * Sums of the pools {@code heapPools}.
   *
   * @param half the item of the notification: memory usage before, or after
   */
  PoolSums(String half, String[] heapPools, @Nullable String oldPool) {
    this.half = half;
    this.oldPool = oldPool;
    keys = new Object[heapPools.length][];
    for (int i = 0; i < heapPools.length; i++) {
      keys[i] = new Object[] {heapPools[i]};
    }
  }

  /** Adds up; false if the sample is unusable: a pool is missing, or all report nothing. */
  boolean read(CompositeData gc) {
    usedBytes = 0;
    oldUsedBytes = 0;
    oldMaxBytes = 0;
    long committedBytes = 0;
    if (!(gc.get(half) instanceof TabularData pools)) {
      return false;
    }
    for (Object[] key : keys) {
      CompositeData row = pools.get(key);
      if (row == null || !(row.get("value") instanceof CompositeData usage)) {
        return false;
      }
      long used = (Long) usage.get("used");
      usedBytes += used;
      committedBytes += (Long) usage.get("committed");
      if (key[0].equals(oldPool)) {
        oldUsedBytes = used;
        oldMaxBytes = (Long) usage.get("max");
      }
    }
    return committedBytes > 0;
  }

  long usedBytes() {
    return usedBytes;
  }

  long oldUsedBytes() {
    return oldUsedBytes;
  }

  long oldMaxBytes() {
    return oldMaxBytes;
  }
}
