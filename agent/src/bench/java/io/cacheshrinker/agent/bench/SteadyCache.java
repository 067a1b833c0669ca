package io.cacheshrinker.agent.bench;

import io.cacheshrinker.agent.registry.Callbacks;

/**
 * A cache in use: what is shed comes back at once. To shed an entry takes some time, which is spent
 * here, and nothing is allocated.
 */
final class SteadyCache implements Callbacks {
  private final long entries;
  private final int stepsPerEntry;
  private long spent = 1;

  SteadyCache(long entries, int stepsPerEntry) {
    this.entries = entries;
    this.stepsPerEntry = stepsPerEntry;
  }

  @Override
  public long count(Object cache) {
    return entries;
  }

  @Override
  public long scan(Object cache, long asked, long[] scanned) {
    spent = Burner.burn(spent, asked * stepsPerEntry);
    return asked;
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
