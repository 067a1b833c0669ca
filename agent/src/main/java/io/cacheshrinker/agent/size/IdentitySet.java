package io.cacheshrinker.agent.size;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The objects that a walk has seen and those it has yet to look into: a fixed table, so that a walk
 * allocates nothing, which is also the queue. Cleared after each walk; nothing is kept alive by it.
 */
final class IdentitySet {
  private static final int SLOTS = 1 << 14;
  private static final int MOST = SLOTS / 2;

  private final @Nullable Object[] table = new @Nullable Object[SLOTS];
  private final @Nullable Object[] queue = new @Nullable Object[MOST];
  private int size;
  private int taken;

  /** Adds an object; false if it is there already or the table is full. */
  boolean add(Object object) {
    if (full()) {
      return false;
    }
    int slot = System.identityHashCode(object) & (SLOTS - 1);
    while (table[slot] != null) {
      if (table[slot] == object) {
        return false;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    table[slot] = object;
    queue[size++] = object;
    return true;
  }

  /** The next object to look into, in the order of adding; null when there is none. */
  @Nullable Object take() {
    return taken < size ? queue[taken++] : null;
  }

  /** Leaves out what was added and not taken yet. */
  void skipRest() {
    taken = size;
  }

  /** Whether nothing more can be added. */
  boolean full() {
    return size == MOST;
  }

  void clear() {
    Arrays.fill(table, null);
    Arrays.fill(queue, 0, size, null);
    size = 0;
    taken = 0;
  }
}
