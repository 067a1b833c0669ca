package io.cacheshrinker.integration.guava;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import io.cacheshrinker.integration.ClassesContract;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Guava's caches of each class, in the version that is on the class path. */
class GuavaClassesTest extends ClassesContract {
  private static final CacheLoader<Integer, Object> LOADER =
      new CacheLoader<>() {
        @Override
        public Object load(Integer key) {
          return key;
        }
      };

  GuavaClassesTest() {
    super(GuavaIntegration.GUAVA);
  }

  @Override
  protected ConcurrentMap<Integer, Object> cache(
      Kind kind, LongSupplier time, BiConsumer<Integer, String> listener) {
    CacheBuilder<Integer, Object> builder =
        CacheBuilder.newBuilder()
            .ticker(
                new Ticker() {
                  @Override
                  public long read() {
                    return time.getAsLong();
                  }
                })
            .removalListener(
                removal -> {
                  Integer key = removal.getKey();
                  if (key != null) {
                    listener.accept(key, removal.getCause().name());
                  }
                });
    return switch (kind) {
      case BOUNDED -> builder.maximumSize(100_000).build().asMap();
      case BOUNDED_WEAK_KEYS -> builder.weakKeys().maximumSize(100_000).build().asMap();
      case SOFT_VALUES -> builder.softValues().build().asMap();
      case SOFT_VALUES_AFTER_WRITE ->
          builder.softValues().expireAfterWrite(1, TimeUnit.MINUTES).build().asMap();
      case LOADING_AFTER_ACCESS ->
          builder.expireAfterAccess(1, TimeUnit.MINUTES).build(LOADER).asMap();
      case LOADING_AFTER_WRITE ->
          builder.expireAfterWrite(1, TimeUnit.MINUTES).build(LOADER).asMap();
      case MANUAL_AFTER_ACCESS -> builder.expireAfterAccess(1, TimeUnit.MINUTES).build().asMap();
      case MANUAL_AFTER_WRITE -> builder.expireAfterWrite(1, TimeUnit.MINUTES).build().asMap();
      case REFRESHING -> builder.refreshAfterWrite(1, TimeUnit.MINUTES).build(LOADER).asMap();
      case WEAK_KEYS -> builder.weakKeys().build().asMap();
      case WEAK_VALUES -> builder.weakValues().build().asMap();
    };
  }

  @Test
  void scan_unboundedCacheThatWasNamed_shedsAnyEntries() {
    Cache<Integer, Object> cache = CacheBuilder.newBuilder().build();
    for (int key = 0; key < 500; key++) {
      cache.put(key, key);
    }

    assertThat(adapter.contract(cache.asMap())).isEqualTo("D unbounded");
    assertThat(adapter.scan(cache.asMap(), 100)).isBetween(90L, 100L);
    assertThat(adapter.scanAll(cache.asMap())).isBetween(400L, 410L);
    assertThat(cache.size()).isZero();
  }
}
