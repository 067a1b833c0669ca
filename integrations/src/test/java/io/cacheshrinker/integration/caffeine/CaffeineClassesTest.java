package io.cacheshrinker.integration.caffeine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.cacheshrinker.integration.Adapter;
import io.cacheshrinker.integration.ClassesContract;
import io.cacheshrinker.integration.Internals;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Caffeine's caches of each class, in the version that is on the class path. */
class CaffeineClassesTest extends ClassesContract {
  CaffeineClassesTest() {
    super(CaffeineIntegration.CAFFEINE);
  }

  @Override
  protected ConcurrentMap<Integer, Object> cache(
      Kind kind, LongSupplier time, BiConsumer<Integer, String> listener) {
    Caffeine<Integer, Object> builder =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .ticker(time::getAsLong)
            .removalListener((key, value, cause) -> listener.accept(key, cause.name()));
    return switch (kind) {
      case BOUNDED -> builder.maximumSize(100_000).build().asMap();
      case BOUNDED_WEAK_KEYS -> builder.weakKeys().maximumSize(100_000).build().asMap();
      case SOFT_VALUES -> builder.softValues().build().asMap();
      case SOFT_VALUES_AFTER_WRITE ->
          builder.softValues().expireAfterWrite(1, TimeUnit.MINUTES).build().asMap();
      case LOADING_AFTER_ACCESS ->
          builder.expireAfterAccess(1, TimeUnit.MINUTES).build(key -> (Object) key).asMap();
      case LOADING_AFTER_WRITE ->
          builder.expireAfterWrite(1, TimeUnit.MINUTES).build(key -> (Object) key).asMap();
      case MANUAL_AFTER_ACCESS -> builder.expireAfterAccess(1, TimeUnit.MINUTES).build().asMap();
      case MANUAL_AFTER_WRITE -> builder.expireAfterWrite(1, TimeUnit.MINUTES).build().asMap();
      case REFRESHING ->
          builder.refreshAfterWrite(1, TimeUnit.MINUTES).build(key -> (Object) key).asMap();
      case WEAK_KEYS -> builder.weakKeys().build().asMap();
      case WEAK_VALUES -> builder.weakValues().build().asMap();
    };
  }

  /** Each entry lives for as many seconds as its value says. */
  private static final Expiry<Integer, Integer> SECONDS =
      new Expiry<>() {
        @Override
        public long expireAfterCreate(Integer key, Integer value, long now) {
          return TimeUnit.SECONDS.toNanos(value);
        }

        @Override
        public long expireAfterUpdate(Integer key, Integer value, long now, long left) {
          return TimeUnit.SECONDS.toNanos(value);
        }

        @Override
        public long expireAfterRead(Integer key, Integer value, long now, long left) {
          return left;
        }
      };

  @Test
  void scan_entriesThatExpireEachAtItsTime_shedsThoseThatExpireFirst() {
    var cache =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .expireAfter(SECONDS)
            .build(key -> key)
            .asMap();
    for (int key = 0; key < 50; key++) {
      cache.put(key, 5);
      cache.put(100 + key, 500);
      cache.put(200 + key, 50_000);
      cache.put(300 + key, 5_000_000);
    }

    assertThat(adapter.contract(cache)).isEqualTo("B timed, with a loader");
    assertThat(adapter.scan(cache, 50)).isEqualTo(50);
    assertThat(cache.keySet()).allMatch(key -> key >= 100).hasSize(150);
    assertThat(adapter.scan(cache, 100)).isEqualTo(100);
    assertThat(cache.keySet()).allMatch(key -> key >= 300).hasSize(50);
    assertThat(adapter.scanAll(cache)).isEqualTo(50);
  }

  @Test
  void contract_entriesThatExpireEachAtItsTimeWithoutALoader_isC() {
    Cache<Integer, Integer> cache =
        Caffeine.newBuilder().executor(Runnable::run).expireAfter(SECONDS).build();
    cache.put(1, 60);

    assertThat(adapter.contract(cache.asMap())).startsWith("C ");
    assertThat(adapter.scan(cache.asMap(), 1)).isEqualTo(Adapter.STOP);
    assertThat(cache.asMap()).containsKey(1);
  }

  @Test
  void scan_timedFuturesInFlight_survive() {
    AsyncLoadingCache<Integer, Object> cache =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .expireAfterWrite(1, TimeUnit.HOURS)
            .buildAsync((key, executor) -> new CompletableFuture<>());
    Object bounded = Internals.field(cache, "cache");
    CompletableFuture<Object> inFlight = new CompletableFuture<>();
    cache.put(1, inFlight);
    for (int key = 10; key < 110; key++) {
      cache.put(key, CompletableFuture.completedFuture("done"));
    }

    assertThat(adapter.contract(bounded)).isEqualTo("B timed, with a loader");
    assertThat(adapter.scanAll(bounded)).isEqualTo(100);
    assertThat(cache.getIfPresent(1)).isSameAs(inFlight);
  }
}
