package io.cacheshrinker.integration.guava;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.util.concurrent.UncheckedExecutionException;
import io.cacheshrinker.integration.Adapter;
import io.cacheshrinker.integration.HitRateContract;
import io.cacheshrinker.integration.Internals;
import io.cacheshrinker.integration.Settings;
import io.cacheshrinker.integration.Subject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Guava, in the version that is on the class path. */
class GuavaShrinkerTest extends HitRateContract {
  GuavaShrinkerTest() {
    super(GuavaIntegration.GUAVA);
  }

  @Override
  protected Class<?> libraryClass() {
    return CacheBuilder.class;
  }

  @Override
  protected Subject subject(Settings settings) {
    Cache<Integer, Object> cache = builder(settings).build();
    return new Subject(
        cache.asMap(),
        (key, loader) -> {
          try {
            return cache.get(key, () -> loader.apply(key));
          } catch (ExecutionException e) {
            throw new UncheckedExecutionException(e);
          }
        },
        () -> cache.stats().evictionCount(),
        cache::cleanUp);
  }

  private static CacheBuilder<Integer, Object> builder(Settings settings) {
    var listener = settings.listener();
    CacheBuilder<Integer, Object> builder =
        CacheBuilder.newBuilder()
            .recordStats()
            .removalListener(
                removal -> {
                  Integer key = removal.getKey();
                  if (listener != null && key != null) {
                    listener.accept(key, removal.getCause().name());
                  }
                });
    var nanos = settings.nanos();
    if (nanos != null) {
      builder.ticker(ticker(nanos)).expireAfterWrite(1, TimeUnit.MINUTES);
    }
    var weigher = settings.weigher();
    return weigher == null
        ? builder.maximumSize(settings.maximum())
        : builder
            .maximumWeight(settings.maximum())
            .weigher((key, value) -> weigher.applyAsInt(key));
  }

  private static Ticker ticker(LongSupplier nanos) {
    return new Ticker() {
      @Override
      public long read() {
        return nanos.getAsLong();
      }
    };
  }

  @Test
  void scan_futureThatIsNotDone_stays() {
    Cache<Integer, Object> cache =
        CacheBuilder.newBuilder().maximumSize(1000).concurrencyLevel(1).build();
    CompletableFuture<String> pending = new CompletableFuture<>();
    cache.put(0, pending);
    cache.put(1, CompletableFuture.completedFuture("done"));
    cache.put(2, "plain");

    adapter.scanAll(cache.asMap());

    assertThat(cache.asMap()).containsExactly(Map.entry(0, pending));
  }

  @Test
  void scan_oneSegment_shedsExactlyTheColdest() {
    Cache<Integer, Object> cache =
        CacheBuilder.newBuilder().concurrencyLevel(1).maximumSize(10_000).build();
    for (int key = 0; key < 1000; key++) {
      cache.put(key, key);
    }
    for (int key = 0; key < 100; key++) {
      cache.getIfPresent(key);
    }

    assertThat(adapter.scan(cache.asMap(), 50)).isEqualTo(50);

    for (int key = 0; key < 1000; key++) {
      boolean coldest = key >= 100 && key < 150;
      assertThat(cache.asMap().containsKey(key)).as("key %s", key).isEqualTo(!coldest);
    }
  }

  @Test
  void scan_oneEntryAtATime_takesFromAllSegments() {
    Cache<Integer, Object> cache =
        CacheBuilder.newBuilder().concurrencyLevel(64).maximumSize(100_000).build();
    for (int key = 0; key < 640; key++) {
      cache.put(key, key);
    }

    long freed = 0;
    for (int i = 0; i < 640; i++) {
      freed += Math.max(0, adapter.scan(cache.asMap(), 1));
    }

    assertThat(freed).isBetween(600L, 640L);
    assertThat(adapter.count(cache.asMap())).isEqualTo(640 - freed);
  }

  @Test
  void scan_tooManyStayingEntries_stops() {
    Subject subject = subject(Settings.maximum(100_000).weigher(key -> key < 2000 ? 0 : 1));
    subject.fill(0, 2100);

    assertThat(adapter.scan(subject.map(), 100)).isEqualTo(Adapter.STOP);
    assertThat(adapter.count(subject.map())).isEqualTo(2100);
  }

  @Test
  void scan_segmentStaysBusy_stops() throws Exception {
    Cache<Integer, Object> cache =
        CacheBuilder.newBuilder().concurrencyLevel(1).maximumSize(10_000).build();
    for (int key = 0; key < 100; key++) {
      cache.put(key, key);
    }
    Object[] segments = (Object[]) Internals.field(cache.asMap(), "segments");
    ReentrantLock segment = (ReentrantLock) segments[0];
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    FutureTask<Object> holder =
        new FutureTask<>(
            () -> {
              segment.lock();
              try {
                held.countDown();
                release.await();
              } finally {
                segment.unlock();
              }
              return "released";
            });
    new Thread(holder, "holder").start();
    held.await();

    assertThat(adapter.scan(cache.asMap(), 10)).isEqualTo(Adapter.STOP);
    release.countDown();
    holder.get();
    assertThat(adapter.scan(cache.asMap(), 10)).isEqualTo(10);
  }

  @Test
  void scan_timedCacheWithoutABound_dropsExpiredOnly() {
    Cache<Integer, Object> cache =
        CacheBuilder.newBuilder().expireAfterAccess(1, TimeUnit.HOURS).build();
    cache.put(1, 1);

    assertThat(adapter.scan(cache.asMap(), 1)).isEqualTo(Adapter.STOP);
    assertThat(adapter.count(cache.asMap())).isEqualTo(1);
  }

  @Test
  void listens_toARemovalListener_isTrue() {
    Cache<Object, Object> plain = CacheBuilder.newBuilder().maximumSize(10).build();

    assertThat(adapter.listens(plain.asMap())).isFalse();
    assertThat(adapter.listens(subject(Settings.maximum(10)).map())).isTrue();
  }

  @Test
  void statistics_notRecorded_isFalse() {
    Cache<Integer, Object> cache = CacheBuilder.newBuilder().maximumSize(10).build();

    assertThat(adapter.statistics(cache.asMap(), new long[4])).isFalse();
  }

  @Test
  void contract_withoutASizeBound_isNeverClassA() {
    CacheBuilder<Object, Object> timed =
        CacheBuilder.newBuilder().expireAfterAccess(1, TimeUnit.HOURS);
    CacheLoader<Object, Object> loader =
        new CacheLoader<>() {
          @Override
          public Object load(Object key) {
            return key;
          }
        };

    assertThat(adapter.contract(timed.build().asMap())).startsWith("C ");
    assertThat(adapter.contract(timed.build(loader).asMap())).startsWith("B ");
    assertThat(adapter.contract(CacheBuilder.newBuilder().softValues().build().asMap()))
        .startsWith("A' ");
    assertThat(adapter.contract(CacheBuilder.newBuilder().weakKeys().build().asMap()))
        .startsWith("X ");
    assertThat(adapter.contract(CacheBuilder.newBuilder().weakValues().build().asMap()))
        .startsWith("X ");
    assertThat(adapter.contract(CacheBuilder.newBuilder().build().asMap())).startsWith("D ");
  }
}
