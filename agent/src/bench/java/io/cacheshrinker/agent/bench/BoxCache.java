package io.cacheshrinker.agent.bench;

import io.cacheshrinker.Shrinker;
import io.cacheshrinker.agent.registry.Callbacks;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A cache without a lock of its own: what is waited for is the registry. */
final class BoxCache implements Callbacks {
  private final ConcurrentLinkedQueue<byte[]> entries = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  static Callbacks itself(Object cache) {
    return (Callbacks) cache;
  }

  void fill(int many, int bytes) {
    for (int i = 0; i < many; i++) {
      entries.add(new byte[bytes]);
      size.incrementAndGet();
    }
  }

  @Override
  public long count(Object cache) {
    int count = size.get();
    return count == 0 ? Shrinker.EMPTY : count;
  }

  @Override
  public long scan(Object cache, long asked, long[] scanned) {
    long freed = 0;
    while (freed < asked && entries.poll() != null) {
      size.decrementAndGet();
      freed++;
    }
    return freed;
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
