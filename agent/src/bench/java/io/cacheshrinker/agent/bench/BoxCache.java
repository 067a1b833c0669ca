package io.cacheshrinker.agent.bench;

import io.cacheshrinker.Shrinker;
import io.cacheshrinker.agent.registry.Callbacks;

/**
 * A cache that one thread fills, and whose entries are all in use: a pass looks at them and sheds
 * none. So what a pass takes from the thread that fills it is the registry's doing, not the
 * cache's.
 */
final class BoxCache implements Callbacks {
  private static final int STEPS_PER_ENTRY = 20;

  private final byte[][] entries;
  private volatile int size;
  private long spent = 1;

  BoxCache(int capacity) {
    entries = new byte[capacity][];
  }

  static Callbacks itself(Object cache) {
    return (Callbacks) cache;
  }

  void fill(int bytesEach) {
    for (int i = 0; i < entries.length; i++) {
      entries[i] = new byte[bytesEach];
      size = i + 1;
    }
  }

  @Override
  public long count(Object cache) {
    int count = size;
    return count == 0 ? Shrinker.EMPTY : count;
  }

  @Override
  public long scan(Object cache, long asked, long[] scanned) {
    spent = Burner.burn(spent, asked * STEPS_PER_ENTRY);
    return 0;
  }

  @Override
  public void prime(Object cache) {}

  @Override
  public int sample(Object cache, Object[] triples) {
    return 0;
  }

  @Override
  public boolean statistics(Object cache, long[] counters) {
    return false;
  }
}
