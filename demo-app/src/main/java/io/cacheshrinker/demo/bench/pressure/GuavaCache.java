package io.cacheshrinker.demo.bench.pressure;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * With Guava, whose maximum cannot be changed and whose order cannot be seen: a rival takes out
 * entries as they come, and again when it looks next.
 */
final class GuavaCache implements ServiceCache {
  private final LoadingCache<Integer, byte[]> cache;

  private GuavaCache(LoadingCache<Integer, byte[]> cache) {
    this.cache = cache;
  }

  static ServiceCache bounded(long entries, Function<Integer, byte[]> load) {
    return new GuavaCache(
        CacheBuilder.newBuilder()
            .maximumSize(entries)
            .recordStats()
            .build(CacheLoader.from(load::apply)));
  }

  static ServiceCache soft(Function<Integer, byte[]> load) {
    return new GuavaCache(
        CacheBuilder.newBuilder().softValues().recordStats().build(CacheLoader.from(load::apply)));
  }

  @Override
  public byte[] get(Integer key) {
    return cache.getUnchecked(key);
  }

  @Override
  public long entries() {
    return cache.size();
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
    shed(Math.max(0, entries() - entries));
  }

  @Override
  public void shed(long entries) {
    cache.invalidateAll(
        ImmutableList.copyOf(Iterables.limit(cache.asMap().keySet(), Math.toIntExact(entries))));
  }
}
