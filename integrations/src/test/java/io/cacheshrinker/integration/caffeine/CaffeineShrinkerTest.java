package io.cacheshrinker.integration.caffeine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cacheshrinker.integration.Adapter;
import io.cacheshrinker.integration.HitRateContract;
import io.cacheshrinker.integration.Internals;
import io.cacheshrinker.integration.Settings;
import io.cacheshrinker.integration.Subject;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Caffeine, in the version that is on the class path. */
class CaffeineShrinkerTest extends HitRateContract {
  CaffeineShrinkerTest() {
    super(CaffeineIntegration.CAFFEINE);
  }

  @Override
  protected Class<?> libraryClass() {
    return Caffeine.class;
  }

  @Override
  protected Subject subject(Settings settings) {
    Cache<Integer, Object> cache = builder(settings).build();
    return new Subject(
        cache.asMap(), cache::get, () -> cache.stats().evictionCount(), cache::cleanUp);
  }

  private static Caffeine<Integer, Object> builder(Settings settings) {
    var listener = settings.listener();
    Caffeine<Integer, Object> builder =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .recordStats()
            .removalListener(
                (key, value, cause) -> {
                  if (listener != null) {
                    listener.accept(key, cause.name());
                  }
                });
    var nanos = settings.nanos();
    if (nanos != null) {
      builder.ticker(nanos::getAsLong).expireAfterWrite(1, TimeUnit.MINUTES);
    }
    var weigher = settings.weigher();
    return weigher == null
        ? builder.maximumSize(settings.maximum())
        : builder
            .maximumWeight(settings.maximum())
            .weigher((key, value) -> weigher.applyAsInt(key));
  }

  /** The executor of these caches runs listeners where they are called, which is under the lock. */
  @Test
  void scan_codeOfTheApplicationIsSlowUnderTheLock_endsEarlyAndSaysSo() {
    Subject subject =
        subject(
            Settings.maximum(10_000)
                .listener((key, cause) -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1))));
    subject.fill(0, 1000);
    long[] scanned = {128};

    long freed = adapter.scan(subject.map(), 128, scanned);

    assertThat(freed).isEqualTo(1);
    assertThat(scanned[0]).isEqualTo(1);
    assertThat(adapter.count(subject.map())).isEqualTo(999);
  }

  @Test
  void scan_futureThatIsNotDone_staysInACacheThatKnowsNothingOfIt() {
    Cache<Integer, Object> cache = Caffeine.newBuilder().maximumSize(1000).build();
    CompletableFuture<String> pending = new CompletableFuture<>();
    cache.put(0, pending);
    cache.put(1, CompletableFuture.completedFuture("done"));
    cache.put(2, "plain");

    adapter.scanAll(cache.asMap());

    assertThat(cache.asMap()).containsExactly(Map.entry(0, pending));
  }

  @Test
  void scan_oftenReadAmongManyReadOnce_stays() {
    Subject subject = subject(Settings.maximum(2_000));
    subject.fill(0, 1_500);
    for (int round = 0; round < 5; round++) {
      subject.read(0, 300);
    }
    subject.fill(1_500, 4_000);
    long before = subject.held(0, 300);

    adapter.scan(subject.map(), 128);
    adapter.scan(subject.map(), 128);

    assertThat(before).isGreaterThan(250);
    assertThat(subject.held(0, 300)).isEqualTo(before);
  }

  @Test
  void scan_unprimedCache_goesByOrderOfInsertion() {
    Subject subject = subject(Settings.maximum(1_000_000));
    subject.fill(0, 1000);
    subject.read(0, 200);

    adapter.scan(subject.map(), 100);

    assertThat(subject.held(0, 100)).isZero();
    assertThat(subject.held(100, 1000)).isEqualTo(900);
  }

  @Test
  void scan_fullCache_leavesAllBoundsAsTheyWere() {
    Subject subject = subject(Settings.maximum(1_000));
    subject.fill(0, 1_000);
    subject.read(0, 500);
    long window = (long) Internals.call(subject.map(), "windowMaximum");
    long main = (long) Internals.call(subject.map(), "mainProtectedMaximum");

    for (int i = 0; i < 10; i++) {
      adapter.scan(subject.map(), 64);
    }

    assertThat(adapter.count(subject.map())).isEqualTo(360);
    assertThat(Internals.call(subject.map(), "maximum")).isEqualTo(1_000L);
    assertThat(Internals.call(subject.map(), "windowMaximum")).isEqualTo(window);
    assertThat(Internals.call(subject.map(), "mainProtectedMaximum")).isEqualTo(main);
  }

  @Test
  void scan_policyWeights_agreeWithWhatIsHeld() {
    Subject subject = subject(Settings.maximum(100_000).weigher(key -> 1 + key % 10));
    subject.fill(0, 5_000);
    subject.read(0, 2_000);

    adapter.scan(subject.map(), 128);

    long weight = subject.map().keySet().stream().mapToLong(key -> 1 + key % 10).sum();
    assertThat(Internals.call(subject.map(), "weightedSize")).isEqualTo(weight);
  }

  @Test
  void scan_lockStaysBusy_stops() throws Exception {
    Subject subject = subject(Settings.maximum(10_000));
    subject.fill(0, 100);
    ReentrantLock lock = (ReentrantLock) Internals.field(subject.map(), "evictionLock");
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    FutureTask<Object> holder =
        new FutureTask<>(
            () -> {
              lock.lock();
              try {
                held.countDown();
                release.await();
              } finally {
                lock.unlock();
              }
              return "released";
            });
    new Thread(holder, "holder").start();
    held.await();

    assertThat(adapter.scan(subject.map(), 10)).isEqualTo(Adapter.STOP);
    release.countDown();
    holder.get();
    assertThat(adapter.scan(subject.map(), 10)).isEqualTo(10);
  }

  @Test
  void scan_fromWithinTheCachesOwnLock_stops() {
    Subject subject = subject(Settings.maximum(10_000));
    subject.fill(0, 100);
    ReentrantLock lock = (ReentrantLock) Internals.field(subject.map(), "evictionLock");
    lock.lock();
    try {
      assertThat(adapter.scan(subject.map(), 10)).isEqualTo(Adapter.STOP);
    } finally {
      lock.unlock();
    }
  }

  @Test
  void scan_victimWhoseKeyThrows_isLeftAndTheRestGoes() {
    AtomicBoolean broken = new AtomicBoolean();
    Cache<Object, Object> cache =
        Caffeine.newBuilder().executor(Runnable::run).maximumSize(10_000).build();
    Object bad =
        new Object() {
          @Override
          public int hashCode() {
            if (broken.get()) {
              throw new IllegalStateException("thrown by a key, on purpose");
            }
            return 1_000_003;
          }

          @Override
          public boolean equals(Object other) {
            return this == other;
          }
        };
    for (int key = 0; key < 19; key++) {
      cache.put(key, key);
      if (key == 9) {
        // Not the coldest: a call that takes too long may end with it, and is to have shed some.
        cache.put(bad, 0);
      }
    }
    broken.set(true);

    long freed = 0;
    while (adapter.count(cache.asMap()) > 1) {
      freed += shedUnlessThrown(cache);
    }

    assertThat(freed).isEqualTo(19);
    assertThatThrownBy(() -> adapter.scan(cache.asMap(), 20))
        .hasMessage("thrown by a key, on purpose");
    broken.set(false);
    assertThat(adapter.scan(cache.asMap(), 20)).isEqualTo(1);
  }

  /**
   * A call that takes too long ends early, maybe with the bad key alone, and the next tries again.
   */
  private long shedUnlessThrown(Cache<Object, Object> cache) {
    try {
      return adapter.scan(cache.asMap(), 20, new long[] {20});
    } catch (IllegalStateException byTheKey) {
      return 0;
    }
  }

  @Test
  void scan_futuresInFlight_survive() {
    AsyncLoadingCache<Integer, Object> cache = async();
    Object bounded = Internals.field(cache, "cache");
    CompletableFuture<Object> inFlight = new CompletableFuture<>();
    cache.put(1, inFlight);
    for (int key = 10; key < 110; key++) {
      cache.put(key, CompletableFuture.completedFuture("done"));
    }

    assertThat(adapter.scanAll(bounded)).isEqualTo(100);

    assertThat(cache.getIfPresent(1)).isSameAs(inFlight);
    inFlight.complete("late");
    assertThat(cache.synchronous().getIfPresent(1)).isEqualTo("late");
    assertThat(adapter.scanAll(bounded)).isEqualTo(1);
  }

  @Test
  void sample_futuresInFlight_areLeftOut() {
    AsyncLoadingCache<Integer, Object> cache = async();
    cache.put(1, new CompletableFuture<>());
    cache.put(2, CompletableFuture.completedFuture("done"));
    Object[] triples = new Object[30];

    assertThat(adapter.sample(Internals.field(cache, "cache"), triples)).isEqualTo(1);
    assertThat(triples[1]).isEqualTo(2);
  }

  private static AsyncLoadingCache<Integer, Object> async() {
    return Caffeine.newBuilder()
        .executor(Runnable::run)
        .maximumSize(10_000)
        .buildAsync((key, executor) -> new CompletableFuture<Object>());
  }

  @Test
  void prime_overSizedCache_startsItsSketch() {
    Subject subject = subject(Settings.maximum(1_000_000));
    subject.fill(0, 1000);
    Object sketch = Internals.call(subject.map(), "frequencySketch");
    assertThat(Internals.call(sketch, "isNotInitialized")).isEqualTo(true);

    adapter.prime(subject.map());

    long[] table = (long[]) Internals.field(sketch, "table");
    assertThat(table).hasSizeBetween(256, 2048);
    adapter.prime(subject.map());
    assertThat(Internals.field(sketch, "table")).as("not forgotten").isSameAs(table);
    subject.fill(1000, 5000);
    adapter.prime(subject.map());
    assertThat((long[]) Internals.field(sketch, "table")).hasSizeGreaterThanOrEqualTo(4096);
    assertThat(Internals.call(subject.map(), "maximum")).isEqualTo(1_000_000L);
  }

  @Test
  void prime_grownCache_stillKnowsWhatWasReadOften() {
    Subject subject = subject(Settings.maximum(1_000_000));
    subject.fill(0, 1_000);
    adapter.prime(subject.map());
    for (int round = 0; round < 5; round++) {
      subject.read(0, 100);
    }
    subject.fill(1_000, 5_000);

    adapter.prime(subject.map());
    subject.read(100, 5_000);
    adapter.scan(subject.map(), 100);

    assertThat(subject.held(0, 100)).as("some reads are lost in buffers").isGreaterThan(90);
    assertThat(subject.held(0, 5_000)).isEqualTo(4_900);
  }

  @Test
  void prime_emptyOrUnboundedCache_doesNothing() {
    Subject empty = subject(Settings.maximum(1_000_000));
    adapter.prime(empty.map());
    Object sketch = Internals.call(empty.map(), "frequencySketch");
    assertThat(Internals.call(sketch, "isNotInitialized")).isEqualTo(true);

    Cache<Integer, Object> timed =
        Caffeine.newBuilder().expireAfterWrite(1, TimeUnit.MINUTES).build();
    timed.put(1, 1);
    adapter.prime(timed.asMap());
    assertThat(adapter.scan(timed.asMap(), 1)).isEqualTo(Adapter.STOP);
    assertThat(adapter.count(timed.asMap())).isEqualTo(1);
  }

  @Test
  void listens_toEachKindOfListener_isTrue() {
    Caffeine<Object, Object> builder = Caffeine.newBuilder().maximumSize(10);

    assertThat(adapter.listens(builder.build().asMap())).isFalse();
    assertThat(adapter.listens(subject(Settings.maximum(10)).map())).isTrue();
    assertThat(adapter.listens(evictionListened(builder).build().asMap())).isTrue();
  }

  /** Its method is not there before 2.9; a writer is what 2.x makes of it. */
  private static Caffeine<Object, Object> evictionListened(Caffeine<Object, Object> builder) {
    for (Method method : Caffeine.class.getMethods()) {
      if (method.getName().equals("evictionListener")) {
        return builder.evictionListener((key, value, cause) -> {});
      }
    }
    return builder.removalListener((key, value, cause) -> {});
  }

  @Test
  void statistics_notRecorded_isFalse() {
    Cache<Integer, Object> cache = Caffeine.newBuilder().maximumSize(10).build();

    assertThat(adapter.statistics(cache.asMap(), new long[4])).isFalse();
  }

  @Test
  void contract_withoutASizeBound_isNeverClassA() {
    Caffeine<Object, Object> timed = Caffeine.newBuilder().expireAfterAccess(1, TimeUnit.HOURS);

    assertThat(adapter.contract(timed.build().asMap())).startsWith("C ");
    assertThat(adapter.contract(timed.build(key -> key).asMap())).startsWith("B ");
    assertThat(adapter.contract(Caffeine.newBuilder().softValues().build().asMap()))
        .startsWith("A' ");
    assertThat(adapter.contract(Caffeine.newBuilder().weakKeys().build().asMap())).startsWith("X ");
    assertThat(adapter.contract(Caffeine.newBuilder().weakValues().build().asMap()))
        .startsWith("X ");
    assertThat(
            adapter.contract(
                Caffeine.newBuilder()
                    .refreshAfterWrite(1, TimeUnit.HOURS)
                    .build(key -> key)
                    .asMap()))
        .startsWith("D ");
    assertThat(adapter.contract(Internals.field(async(), "cache"))).isEqualTo("A maximum 10000");
  }
}
