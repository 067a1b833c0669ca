package io.cacheshrinker.demo.bench.pressure;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Policy.Eviction;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** With Caffeine, whose maximum can be changed at run time. */
final class CaffeineCache implements ServiceCache {
  private final LoadingCache<Integer, byte[]> cache;
  private final long declared;

  private CaffeineCache(LoadingCache<Integer, byte[]> cache, long declared) {
    this.cache = cache;
    this.declared = declared;
  }

  static ServiceCache bounded(long entries, Function<Integer, byte[]> load) {
    return new CaffeineCache(
        Caffeine.newBuilder().maximumSize(entries).recordStats().build(load::apply), entries);
  }

  static ServiceCache soft(Function<Integer, byte[]> load) {
    return new CaffeineCache(
        Caffeine.newBuilder().softValues().recordStats().build(load::apply), Long.MAX_VALUE);
  }

  @Override
  public byte[] get(Integer key) {
    return cache.get(key);
  }

  @Override
  public long entries() {
    return cache.estimatedSize();
  }

  @Override
  public void keys(IntConsumer each) {
    cache.asMap().keySet().forEach(each::accept);
  }

  @Override
  public void cleanUp() {
    cache.cleanUp();
  }

  @Override
  public void limit(long entries) {
    bound().setMaximum(Math.min(entries, declared));
    cache.cleanUp();
  }

  @Override
  public void shed(long entries) {
    limit(Math.max(0, entries() - entries));
    bound().setMaximum(declared);
  }

  private Eviction<Integer, byte[]> bound() {
    return cache.policy().eviction().orElseThrow();
  }
}
