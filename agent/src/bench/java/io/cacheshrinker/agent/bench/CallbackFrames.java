package io.cacheshrinker.agent.bench;

import io.cacheshrinker.Shrinker;
import io.cacheshrinker.agent.registry.Callbacks;

/**
 * Callbacks with a frame of this class on the stack, so that a profile can tell what happens in
 * them from what happens around them. A cache that is empty says so for certain: its writers mark.
 */
final class CallbackFrames implements Callbacks {
  private final Callbacks to;

  CallbackFrames(Callbacks to) {
    this.to = to;
  }

  boolean isOf(Callbacks callbacks) {
    return to == callbacks;
  }

  @Override
  public long count(Object cache) {
    long count = to.count(cache);
    return count == 0 ? Shrinker.EMPTY : count;
  }

  @Override
  public long scan(Object cache, long asked, long[] scanned) {
    return to.scan(cache, asked, scanned);
  }

  @Override
  public void prime(Object cache) {
    to.prime(cache);
  }

  @Override
  public int sample(Object cache, Object[] triples) {
    return to.sample(cache, triples);
  }

  @Override
  public boolean statistics(Object cache, long[] counters) {
    return to.statistics(cache, counters);
  }
}
