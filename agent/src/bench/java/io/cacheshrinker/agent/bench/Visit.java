package io.cacheshrinker.agent.bench;

import io.cacheshrinker.Scope;
import io.cacheshrinker.Shrinker;
import io.cacheshrinker.agent.registry.Callbacks;
import io.cacheshrinker.agent.registry.Deferred;
import io.cacheshrinker.agent.shrink.PassArithmetic;

/**
 * What a pass does with a cache, whatever registry it found it in: the production arithmetic over
 * its callbacks. Belongs to one thread, reused from cache to cache, allocates nothing.
 */
final class Visit implements Shrinker {
  private static final int SEEKS = 2;

  private final PassArithmetic arithmetic = new PassArithmetic();
  private final Scope scope = new Scope();
  private final long[] scannedOut = new long[1];
  private Object cache;
  private Callbacks callbacks;

  /** Plain, and read by others for show: late is not wrong. */
  long visits;

  long freed;

  /** Passes that were turned away: only a registry with a lock does that. */
  long refused;

  /** Of Linux: EMPTY if the cache has certainly nothing. */
  long over(Object of, Callbacks with, Deferred debt, int priority) {
    cache = of;
    callbacks = with;
    try {
      long went = arithmetic.run(this, scope, debt, SEEKS, 0, priority);
      visits++;
      freed += Math.max(0, went);
      return went;
    } finally {
      cache = null;
      callbacks = null;
    }
  }

  void refuse() {
    refused++;
  }

  @Override
  public long count(Scope unused) {
    return callbacks.count(cache);
  }

  @Override
  public long scan(Scope asked) {
    scannedOut[0] = asked.asked();
    long went = callbacks.scan(cache, asked.asked(), scannedOut);
    asked.scanned(scannedOut[0]);
    return went;
  }
}
