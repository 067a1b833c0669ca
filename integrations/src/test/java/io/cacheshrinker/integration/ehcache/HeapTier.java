package io.cacheshrinker.integration.ehcache;

import io.cacheshrinker.integration.Internals;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.event.EventFiring;
import org.ehcache.event.EventOrdering;
import org.ehcache.event.EventType;
import org.ehcache.impl.internal.TimeSourceConfiguration;

/**
 * A cache of Ehcache with a clock that is moved by hand.
 *
 * @param cache what the application uses
 * @param store its heap tier, which is what an adapter is handed
 * @param manager closes it
 * @param millis the time
 */
record HeapTier(
    Cache<Integer, Object> cache, Object store, CacheManager manager, AtomicLong millis) {

  static HeapTier of(ResourcePoolsBuilder pools) {
    return of(pools, Object.class, any -> any);
  }

  static <V> HeapTier of(
      ResourcePoolsBuilder pools,
      Class<V> valueType,
      UnaryOperator<CacheConfigurationBuilder<Integer, V>> more) {
    AtomicLong millis = new AtomicLong(1_000_000);
    CacheManager manager =
        CacheManagerBuilder.newCacheManagerBuilder()
            .using(new TimeSourceConfiguration(millis::get))
            .build(true);
    CacheConfigurationBuilder<Integer, V> builder =
        CacheConfigurationBuilder.newCacheConfigurationBuilder(Integer.class, valueType, pools);
    @SuppressWarnings("unchecked") // Values go in and come out as what they are.
    Cache<Integer, Object> cache =
        (Cache<Integer, Object>) manager.createCache("pages", more.apply(builder));
    Object store = heap(Internals.field(cache, "store"));
    return new HeapTier(cache, store, manager, millis);
  }

  /** Behind what copies or goes on to a tier below. */
  private static Object heap(Object store) {
    return switch (store.getClass().getSimpleName()) {
      case "TieredStore" -> heap(Internals.field(store, "realCachingTier"));
      case "CopierStore" -> heap(Internals.field(store, "delegate"));
      default -> store;
    };
  }

  /** The listener gets key and type of every event. */
  HeapTier tell(BiConsumer<Integer, String> listener) {
    cache
        .getRuntimeConfiguration()
        .registerCacheEventListener(
            event -> listener.accept(event.getKey(), event.getType().name()),
            EventOrdering.UNORDERED,
            EventFiring.SYNCHRONOUS,
            EnumSet.allOf(EventType.class));
    return this;
  }

  /** Puts each key as its own value, one in each millisecond. */
  HeapTier fill(int from, int until) {
    for (int key = from; key < until; key++) {
      cache.put(key, key);
      millis.incrementAndGet();
    }
    return this;
  }

  long held(int from, int until) {
    long held = 0;
    for (int key = from; key < until; key++) {
      held += cache.containsKey(key) ? 1 : 0;
    }
    return held;
  }
}
