package io.cacheshrinker.integration.ehcache2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cacheshrinker.integration.Adapter;
import io.cacheshrinker.integration.Internals;
import io.cacheshrinker.integration.Removals;
import java.lang.ref.WeakReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.sf.ehcache.Cache;
import net.sf.ehcache.CacheManager;
import net.sf.ehcache.Ehcache;
import net.sf.ehcache.Element;
import net.sf.ehcache.config.CacheConfiguration;
import net.sf.ehcache.config.Configuration;
import net.sf.ehcache.config.MemoryUnit;
import net.sf.ehcache.config.PinningConfiguration;
import net.sf.ehcache.event.CacheEventListenerAdapter;
import net.sf.ehcache.store.MemoryStoreEvictionPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ehcache 2's memory store, in the version that is on the class path. Not the contract of the other
 * libraries: it evicts the coldest of a sample, weighs nothing, has no get-or-load with a function,
 * and its clock cannot be moved.
 */
@Timeout(60)
class Ehcache2ShrinkerTest {
  private final Adapter adapter = new Adapter(Ehcache2Integration.EHCACHE_2);
  private final Removals removals = new Removals();
  private final CacheManager manager =
      new CacheManager(new Configuration().name("test").updateCheck(false));

  private Cache cache(CacheConfiguration configuration) {
    Cache cache = new Cache(configuration.name("pages"));
    manager.addCache(cache);
    cache
        .getCacheEventNotificationService()
        .registerListener(
            new CacheEventListenerAdapter() {
              @Override
              public void notifyElementEvicted(Ehcache from, Element element) {
                removals.accept((Integer) element.getObjectKey(), "EVICTED");
              }

              @Override
              public void notifyElementExpired(Ehcache from, Element element) {
                removals.accept((Integer) element.getObjectKey(), "EXPIRED");
              }
            });
    return cache;
  }

  private static CacheConfiguration entries(int maximum) {
    return new CacheConfiguration().maxEntriesLocalHeap(maximum).eternal(true);
  }

  private static Object store(Cache cache) {
    return Internals.field(cache, "compoundStore");
  }

  private static Cache fill(Cache cache, int from, int until) {
    for (int key = from; key < until; key++) {
      cache.put(new Element(key, key));
    }
    return cache;
  }

  @AfterEach
  void close() {
    manager.shutdown();
  }

  @Test
  void library_onTheClassPath_isTheVersionMeant() {
    String path = Cache.class.getProtectionDomain().getCodeSource().getLocation().getPath();

    assertThat(path).endsWith(System.getProperty("library.jar", ".jar"));
  }

  @Test
  void preTouchAndRehearsal_knownLibrary_makeNoCache() {
    adapter.preTouch();

    assertThat(adapter.rehearsal()).isNull();
  }

  @Test
  void scan_liveEntries_leaveAsEvicted() {
    Cache cache = fill(cache(entries(10_000)), 0, 1000);

    long freed = adapter.scan(store(cache), 100);

    assertThat(freed).isEqualTo(100);
    assertThat(removals.count("EVICTED")).isEqualTo(100);
    assertThat(adapter.count(store(cache))).isEqualTo(900);
    assertThat(cache.getSize()).isEqualTo(900);
  }

  @Test
  void scan_leastFrequentlyUsed_shedsWhatIsReadLess() {
    Cache cache =
        fill(
            cache(entries(10_000).memoryStoreEvictionPolicy(MemoryStoreEvictionPolicy.LFU)),
            0,
            2000);
    for (int key = 0; key < 2000; key += 5) {
      cache.get(key);
      cache.get(key);
    }

    assertThat(adapter.scan(store(cache), 1000)).isEqualTo(1000);

    long kept =
        IntStream.range(0, 2000).filter(key -> key % 5 == 0 && cache.isKeyInCache(key)).count();
    assertThat(kept).as("read, of 400; by chance 200").isGreaterThan(350);
  }

  @Test
  void scan_clockPolicy_givesToo() {
    Cache cache =
        fill(
            cache(entries(10_000).memoryStoreEvictionPolicy(MemoryStoreEvictionPolicy.CLOCK)),
            0,
            1000);

    assertThat(adapter.scan(store(cache), 100)).isEqualTo(100);
    assertThat(cache.getSize()).isEqualTo(900);
  }

  @Test
  void scan_expiredEntries_goFirstAndAreNotCounted() {
    Cache cache = cache(entries(10_000).eternal(false).timeToLiveSeconds(1));
    fill(cache, 0, 299);
    Element last = new Element(299, 299);
    cache.put(last);
    for (int key = 300; key < 600; key++) {
      cache.put(new Element(key, key, true));
    }
    await().until(last::isExpired);

    long freed = adapter.scan(store(cache), 40);

    assertThat(freed).isEqualTo(40);
    assertThat(removals.count("EXPIRED")).isEqualTo(300);
    assertThat(removals.count("EVICTED")).isEqualTo(40);
    assertThat(adapter.count(store(cache))).isEqualTo(260);
  }

  @Test
  void scan_moreThanABatch_shedsABatchAtMostAndSaysSo() {
    Cache cache = fill(cache(entries(10_000)), 0, 1000);
    long[] scanned = {1000};

    assertThat(adapter.scan(store(cache), 1000, scanned)).isEqualTo(128);
    assertThat(scanned[0]).isEqualTo(128);
  }

  @Test
  void scan_moreThanHeld_shedsAllThenStopsAndGrowsBack() {
    Cache cache = fill(cache(entries(1000)), 0, 10);

    assertThat(adapter.scanAll(store(cache))).isEqualTo(10);
    assertThat(adapter.count(store(cache))).isZero();
    assertThat(adapter.scan(store(cache), 1)).isEqualTo(Adapter.STOP);
    assertThat(adapter.scan(store(cache), 0)).isZero();
    fill(cache, 1000, 3000);
    assertThat(adapter.count(store(cache))).isBetween(900L, 1000L);
  }

  @Test
  void cache_disposedOf_isEmptyAndGivesNothing() {
    Cache cache = fill(cache(entries(1000)), 0, 100);
    Object store = store(cache);
    manager.removeCache("pages");

    assertThat(adapter.count(store)).isZero();
    assertThat(adapter.scan(store, 1)).isEqualTo(Adapter.STOP);
  }

  @Test
  void cache_countedScannedAndDropped_isCollected() {
    Cache cache = fill(cache(entries(1000)), 0, 100);
    adapter.scan(store(cache), 10);
    WeakReference<Object> store = new WeakReference<>(store(cache));
    cache = null;
    manager.removeCache("pages");

    await()
        .until(
            () -> {
              System.gc();
              return store.refersTo(null);
            });
  }

  @Test
  void sample_bigAndSmallCache_givesDistinctEntriesFromEverywhere() {
    Cache cache = cache(entries(100_000));
    assertThat(adapter.sample(store(cache), new Object[3 * 64])).isZero();
    fill(cache, 0, 10);
    assertThat(adapter.sample(store(cache), new Object[3 * 64])).isEqualTo(10);
    fill(cache, 10, 20_000);
    Object[] triples = new Object[3 * 64];

    int sampled = adapter.sample(store(cache), triples);

    assertThat(sampled).isBetween(48, 64);
    assertThat(Stream.iterate(0, i -> i < sampled, i -> i + 1).map(i -> triples[3 * i + 1]))
        .doesNotHaveDuplicates();
    assertThat(triples[2]).isEqualTo(triples[1]);
  }

  @Test
  void contract_ofEachBound_isItsClassWithAReason() {
    assertThat(contract(entries(1000))).isEqualTo("A maximumSize 1000");
    assertThat(contract(entries(0))).isEqualTo("D unbounded");
    assertThat(contract(new CacheConfiguration().maxBytesLocalHeap(1, MemoryUnit.MEGABYTES)))
        .isEqualTo("A maximumSize of its pool in bytes");
    assertThat(
            contract(
                entries(1000)
                    .pinning(new PinningConfiguration().store(PinningConfiguration.Store.INCACHE))))
        .isEqualTo("A! pinned");
  }

  private String contract(CacheConfiguration configuration) {
    String contract = adapter.contract(store(cache(configuration)));
    manager.removeCache("pages");
    return contract;
  }

  @Test
  void listens_toAListener_isTrue() {
    assertThat(adapter.listens(store(cache(entries(10))))).isTrue();
  }
}
