package io.cacheshrinker.integration.ehcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cacheshrinker.integration.Adapter;
import io.cacheshrinker.integration.Internals;
import io.cacheshrinker.integration.Removals;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ehcache.config.builders.ExpiryPolicyBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.EntryUnit;
import org.ehcache.config.units.MemoryUnit;
import org.ehcache.impl.copy.SerializingCopier;
import org.ehcache.impl.internal.store.heap.OnHeapStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ehcache's heap tier, in the version that is on the class path. Not the contract of the other
 * libraries: Ehcache evicts the coldest of eight, weighs nothing but bytes, has no get-or-load that
 * an application could hand a function, and no place to make a tier of its own in.
 */
@Timeout(60)
class EhcacheShrinkerTest {
  private final Adapter adapter = new Adapter(EhcacheIntegration.EHCACHE);
  private final Removals removals = new Removals();
  private HeapTier tier;

  private HeapTier tier(HeapTier made) {
    tier = made;
    return made;
  }

  private HeapTier entries(long maximum) {
    return tier(HeapTier.of(ResourcePoolsBuilder.heap(maximum)));
  }

  private HeapTier expiring() {
    return tier(
        HeapTier.of(
            ResourcePoolsBuilder.heap(10_000),
            Object.class,
            cache ->
                cache.withExpiry(ExpiryPolicyBuilder.timeToLiveExpiration(Duration.ofMinutes(1)))));
  }

  @AfterEach
  void close() {
    if (tier != null) {
      tier.manager().close();
    }
  }

  @Test
  void library_onTheClassPath_isTheVersionMeant() {
    String path = OnHeapStore.class.getProtectionDomain().getCodeSource().getLocation().getPath();

    assertThat(path).endsWith(System.getProperty("library.jar", ".jar"));
  }

  @Test
  void preTouch_knownLibrary_returns() {
    adapter.preTouch();
  }

  @Test
  void rehearsal_withoutTheLibrarysServices_isNone() {
    assertThat(adapter.rehearsal()).isNull();
  }

  @Test
  void scan_overSizedCache_shedsTheColderEntries() {
    entries(1_000_000).fill(0, 2000);
    tier.millis().addAndGet(1000);
    // Neighbours in the table, which the library compares, are neighbours in number here.
    for (int key = 0; key < 2000; key += 5) {
      tier.cache().get(key);
    }

    long freed = adapter.scan(tier.store(), 1000);

    assertThat(freed).isEqualTo(1000);
    assertThat(adapter.count(tier.store())).isEqualTo(1000);
    long kept = 0;
    for (int key = 0; key < 2000; key += 5) {
      kept += tier.held(key, key + 1);
    }
    assertThat(kept).as("read last, of 400; by chance 200").isGreaterThan(350);
  }

  @Test
  void scan_liveEntries_leaveAsEvicted() {
    entries(10_000).tell(removals).fill(0, 1000);

    long freed = adapter.scan(tier.store(), 100);

    assertThat(freed).isEqualTo(100);
    assertThat(removals.count("EVICTED")).isEqualTo(100);
    assertThat(removals.count("REMOVED")).isZero();
    assertThat(adapter.count(tier.store())).isEqualTo(900);
    assertThat(tier.held(0, 1000)).isEqualTo(900);
  }

  @Test
  void scan_expiredEntries_goFirstAndAreNotCounted() {
    expiring().tell(removals).fill(0, 300);
    tier.millis().addAndGet(TimeUnit.SECONDS.toMillis(59));
    tier.fill(300, 600);
    tier.millis().addAndGet(TimeUnit.SECONDS.toMillis(2));

    long freed = adapter.scan(tier.store(), 40);

    assertThat(freed).isEqualTo(40);
    assertThat(removals.count("EXPIRED")).isEqualTo(300);
    assertThat(removals.count("EVICTED")).isEqualTo(40);
    assertThat(adapter.count(tier.store())).isEqualTo(260);
  }

  @Test
  void scan_onlyExpiredEntries_stopsAfterDroppingThem() {
    expiring().tell(removals).fill(0, 300);
    tier.millis().addAndGet(TimeUnit.SECONDS.toMillis(61));

    assertThat(adapter.scan(tier.store(), 40)).isEqualTo(Adapter.STOP);

    assertThat(removals.count("EXPIRED")).isEqualTo(300);
    assertThat(adapter.count(tier.store())).isZero();
  }

  @Test
  void scan_bigCacheOfExpiredEntries_dropsThemBitByBit() {
    tier(
        HeapTier.of(
            ResourcePoolsBuilder.heap(100_000),
            Object.class,
            cache ->
                cache.withExpiry(ExpiryPolicyBuilder.timeToIdleExpiration(Duration.ofMinutes(5)))));
    tier.tell(removals).fill(0, 20_000);
    tier.millis().addAndGet(TimeUnit.MINUTES.toMillis(6));

    for (int i = 0; i < 20; i++) {
      adapter.scan(tier.store(), 1);
    }

    assertThat(removals.count("EXPIRED")).isGreaterThan(5_000);
    assertThat(adapter.count(tier.store()))
        .isEqualTo(20_000 - removals.count("EXPIRED") - removals.count("EVICTED"));
  }

  @Test
  void scan_entriesThatAreAdvisedAgainst_stay() {
    tier(
        HeapTier.of(
            ResourcePoolsBuilder.heap(10_000),
            Object.class,
            cache -> cache.withEvictionAdvisor((key, value) -> key < 50)));
    tier.fill(0, 1000);

    assertThat(adapter.scanAll(tier.store())).isEqualTo(950);

    assertThat(tier.held(0, 50)).isEqualTo(50);
    assertThat(adapter.scan(tier.store(), 10)).isEqualTo(Adapter.STOP);
  }

  @Test
  void scan_moreThanABatch_shedsABatchAtMostAndSaysSo() {
    entries(10_000).fill(0, 1000);
    long[] scanned = {1000};

    assertThat(adapter.scan(tier.store(), 1000, scanned)).isEqualTo(128);
    assertThat(scanned[0]).isEqualTo(128);
  }

  @Test
  void scan_moreThanHeld_shedsAllThenStops() {
    entries(10_000).fill(0, 10);

    assertThat(adapter.scanAll(tier.store())).isEqualTo(10);
    assertThat(adapter.count(tier.store())).isZero();
    assertThat(adapter.scan(tier.store(), 1)).isEqualTo(Adapter.STOP);
  }

  @Test
  void scan_ofNoEntries_doesNothing() {
    entries(10_000).tell(removals).fill(0, 10);

    assertThat(adapter.scan(tier.store(), 0)).isZero();
    assertThat(adapter.count(tier.store())).isEqualTo(10);
    assertThat(removals.count("EVICTED")).isZero();
  }

  @Test
  void scan_nearlyEmptyTable_stopsBeforeTheSearchGetsLong() {
    entries(1_000_000).fill(0, 100_000);

    long freed = adapter.scanAll(tier.store());

    assertThat(freed).isGreaterThan(80_000);
    assertThat(adapter.count(tier.store())).isBetween(5_000L, 20_000L);
    tier.fill(100_000, 200_000);
    assertThat(adapter.scan(tier.store(), 128)).isEqualTo(128);
  }

  @Test
  void scan_afterwards_cacheGrowsBack() {
    entries(1000).fill(0, 1000);
    adapter.scanAll(tier.store());

    tier.fill(1000, 3000);

    assertThat(adapter.count(tier.store())).isBetween(900L, 1000L);
  }

  @Test
  void scan_listenerThrows_countsWhatWent() {
    entries(10_000)
        .tell(
            (key, type) -> {
              removals.accept(key, type);
              if (type.equals("EVICTED")) {
                throw new IllegalStateException("thrown by a listener, on purpose");
              }
            })
        .fill(0, 100);

    assertThat(adapter.scan(tier.store(), 30)).isEqualTo(30);
    assertThat(removals.count("EVICTED")).isEqualTo(30);
    assertThat(adapter.count(tier.store())).isEqualTo(70);
  }

  @Test
  void scan_heapTierInBytes_givesItsBytesBack() {
    tier(
        HeapTier.of(
            ResourcePoolsBuilder.newResourcePoolsBuilder().heap(10, MemoryUnit.MB),
            byte[].class,
            any -> any));
    for (int key = 0; key < 500; key++) {
      tier.cache().put(key, new byte[1000]);
    }
    long before = bytes();

    assertThat(adapter.contract(tier.store())).isEqualTo("A maximumSize 10485760 bytes");
    assertThat(adapter.scan(tier.store(), 100)).isEqualTo(100);
    assertThat(before).isGreaterThan(500_000);
    assertThat(bytes()).isBetween(before * 79 / 100, before * 81 / 100);
    adapter.scanAll(tier.store());
    assertThat(bytes()).isZero();
  }

  private long bytes() {
    return (long) Internals.call(Internals.field(tier.store(), "map"), "byteSize");
  }

  @Test
  void scan_heapTierAboveAnother_losesNothing() {
    tier(
        HeapTier.of(
            ResourcePoolsBuilder.heap(5000).offheap(16, MemoryUnit.MB), String.class, any -> any));
    for (int key = 0; key < 1000; key++) {
      tier.cache().put(key, "page " + key);
      tier.cache().get(key);
    }
    long before = adapter.count(tier.store());

    assertThat(adapter.seeks(tier.store())).isEqualTo(1);
    assertThat(adapter.scan(tier.store(), 200)).isEqualTo(200);
    assertThat(adapter.count(tier.store())).isEqualTo(before - 200);
    for (int key = 0; key < 1000; key++) {
      assertThat(tier.cache().get(key)).isEqualTo("page " + key);
    }
    assertThat(adapter.count(tier.store())).as("faulted in again").isEqualTo(before);
  }

  @Test
  void seeks_heapTierAlone_areTwo() {
    assertThat(adapter.seeks(entries(1000).store())).isEqualTo(2);
  }

  @Test
  @SuppressWarnings("unchecked") // It is a tier of these.
  void scan_entryInFlight_stays() throws Exception {
    entries(10_000).fill(0, 100);
    OnHeapStore<Integer, Object> store = (OnHeapStore<Integer, Object>) tier.store();
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    FutureTask<Object> load =
        new FutureTask<>(
            () ->
                store.getOrComputeIfAbsent(
                    500,
                    key -> {
                      loading.countDown();
                      try {
                        release.await();
                      } catch (InterruptedException e) {
                        throw new AssertionError(e);
                      }
                      return null;
                    }));
    new Thread(load, "application").start();
    loading.await();

    assertThat(adapter.scanAll(tier.store())).isEqualTo(100);
    assertThat(adapter.count(tier.store())).as("what is in flight").isEqualTo(1);
    assertThat(adapter.sample(tier.store(), new Object[30])).isZero();
    release.countDown();
    load.get();
    assertThat(adapter.count(tier.store())).isZero();
  }

  @Test
  void cache_closed_isEmptyAndGivesNothing() {
    entries(10_000).fill(0, 1000);

    tier.manager().removeCache("pages");

    assertThat(adapter.count(tier.store())).isZero();
    assertThat(adapter.scan(tier.store(), 10)).isEqualTo(Adapter.STOP);
    assertThat(adapter.sample(tier.store(), new Object[30])).isZero();
  }

  @Test
  void cache_countedScannedAndDropped_isCollected() {
    entries(10_000).fill(0, 1000);
    adapter.scan(tier.store(), 100);
    adapter.sample(tier.store(), new Object[30]);
    WeakReference<Object> store = new WeakReference<>(tier.store());
    tier.manager().close();
    tier = null;

    await()
        .until(
            () -> {
              System.gc();
              return store.refersTo(null);
            });
  }

  @Test
  void sample_bigCache_givesDistinctEntriesFromEverywhere() {
    entries(100_000).fill(0, 20_000);
    Object[] triples = new Object[3 * 64];

    int sampled = adapter.sample(tier.store(), triples);

    assertThat(sampled).isBetween(48, 64);
    assertThat(keys(triples, sampled)).doesNotHaveDuplicates();
    assertThat(keys(triples, sampled).filter(key -> key >= 10_000).count()).isBetween(8L, 56L);
    for (int i = 0; i < sampled; i++) {
      assertThat(triples[3 * i]).isNotNull();
      assertThat(triples[3 * i + 2]).isEqualTo(triples[3 * i + 1]);
    }
  }

  private static Stream<Integer> keys(Object[] triples, int sampled) {
    return Stream.iterate(0, i -> i < sampled, i -> i + 1).map(i -> (Integer) triples[3 * i + 1]);
  }

  @Test
  void sample_smallOrEmptyCache_givesAllThereIs() {
    assertThat(adapter.sample(entries(1000).store(), new Object[3 * 64])).isZero();
    tier.fill(0, 10);

    assertThat(adapter.sample(tier.store(), new Object[3 * 64])).isEqualTo(10);
  }

  @Test
  void scanAndSample_cacheThatCopiesItsKeys_seeTheKeysThemselves() {
    tier(
        HeapTier.of(
            ResourcePoolsBuilder.heap(10_000),
            Object.class,
            cache ->
                cache
                    .withKeyCopier(SerializingCopier.asCopierClass())
                    .withExpiry(ExpiryPolicyBuilder.timeToLiveExpiration(Duration.ofMinutes(1)))));
    tier.tell(removals).fill(0, 200);
    Object[] triples = new Object[3 * 64];

    int sampled = adapter.sample(tier.store(), triples);
    long freed = adapter.scan(tier.store(), 50);
    tier.millis().addAndGet(TimeUnit.SECONDS.toMillis(61));

    assertThat(keys(triples, sampled)).hasSizeGreaterThan(32).doesNotHaveDuplicates();
    assertThat(freed).isEqualTo(50);
    assertThat(adapter.scan(tier.store(), 50)).isEqualTo(Adapter.STOP);
    assertThat(removals.count("EXPIRED")).isEqualTo(150);
  }

  @Test
  void listens_toAListener_isTrue() {
    assertThat(adapter.listens(entries(1000).store())).isFalse();

    assertThat(adapter.listens(tier.tell(removals).store())).isTrue();
  }

  @Test
  void contract_ofEachBound_isItsClassWithAReason() {
    assertThat(adapter.contract(entries(10_000).store())).isEqualTo("A maximumSize 10000");
    close();
    assertThat(adapter.contract(entries(Long.MAX_VALUE).store()))
        .isEqualTo("D maximumSize 9223372036854775807 is no bound");
    close();
    assertThat(
            adapter.contract(
                tier(HeapTier.of(
                        ResourcePoolsBuilder.newResourcePoolsBuilder()
                            .heap(Integer.MAX_VALUE, EntryUnit.ENTRIES)))
                    .store()))
        .startsWith("D ");
  }

  @Test
  void statistics_areTheServices_soNoneAreGiven() {
    assertThat(adapter.statistics(entries(10).store(), new long[4])).isFalse();
  }
}
