package io.cacheshrinker.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What every adapter owes, one thread at a time. One subclass per library. */
public abstract class ShrinkerContract {
  protected final Adapter adapter;
  protected final Removals removals = new Removals();
  private final long[] scratch = new long[1];

  protected ShrinkerContract(Integration integration) {
    adapter = new Adapter(integration);
  }

  /** A new cache of the library. */
  protected abstract Subject subject(Settings settings);

  /** Any class of the library. */
  protected abstract Class<?> libraryClass();

  @Test
  void library_onTheClassPath_isTheVersionMeant() {
    String path = libraryClass().getProtectionDomain().getCodeSource().getLocation().getPath();

    assertThat(path).endsWith(System.getProperty("library.jar", ".jar"));
  }

  @Test
  void preTouch_knownLibrary_returns() {
    adapter.preTouch();
  }

  @Test
  void rehearsal_knownLibrary_isAFullCacheThatGivesWay() {
    Object cache = adapter.rehearsal();
    adapter.prime(cache);

    long before = adapter.count(cache);
    long freed = adapter.scan(cache, 128);

    assertThat(before).isGreaterThan(1_000);
    assertThat(freed).isEqualTo(128);
    assertThat(adapter.count(cache)).isEqualTo(before - freed);
    assertThat(adapter.rehearsal()).isNotSameAs(cache);
  }

  @Test
  void scan_overSizedCache_shedsColdestFirst() {
    Subject subject = subject(Settings.maximum(1_000_000));
    subject.fill(0, 1000);
    adapter.prime(subject.map());
    subject.read(0, 200);

    long freed = adapter.scan(subject.map(), 100) + adapter.scan(subject.map(), 100);

    assertThat(freed).isEqualTo(200);
    assertThat(subject.held(0, 200)).as("read last").isEqualTo(200);
    assertThat(subject.held(600, 1000)).as("written last").isEqualTo(400);
  }

  @Test
  void scan_liveEntries_leaveWithCauseSize() {
    Subject subject = subject(Settings.maximum(10_000).listener(removals));
    subject.fill(0, 1000);

    long freed = adapter.scan(subject.map(), 100);

    assertThat(freed).isEqualTo(100);
    assertThat(removals.count("SIZE")).isEqualTo(100);
    assertThat(removals.total()).isEqualTo(100);
    assertThat(subject.evictions().getAsLong()).isEqualTo(100);
    assertThat(adapter.count(subject.map())).isEqualTo(900);
    assertThat(subject.map()).hasSize(900);
  }

  @Test
  void scan_expiredEntries_goFirstAndAreNotCounted() {
    AtomicLong nanos = new AtomicLong();
    Subject subject = subject(Settings.maximum(10_000).nanos(nanos::get).listener(removals));
    subject.fill(0, 300);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
    subject.fill(300, 600);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));

    long freed = adapter.scan(subject.map(), 40);

    assertThat(freed).isEqualTo(40);
    assertThat(removals.count("EXPIRED")).isEqualTo(300);
    assertThat(removals.count("SIZE")).isEqualTo(40);
    assertThat(adapter.count(subject.map())).isEqualTo(260);
  }

  @Test
  void scan_onlyExpiredEntries_stopsAfterDroppingThem() {
    AtomicLong nanos = new AtomicLong();
    Subject subject = subject(Settings.maximum(10_000).nanos(nanos::get).listener(removals));
    subject.fill(0, 300);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));

    long freed = adapter.scan(subject.map(), 40);

    assertThat(freed).isEqualTo(Adapter.STOP);
    assertThat(removals.count("EXPIRED")).isEqualTo(300);
    assertThat(adapter.count(subject.map())).isZero();
  }

  @Test
  void scan_entriesOfWeightZero_stay() {
    Subject subject =
        subject(Settings.maximum(100_000).weigher(key -> key < 50 ? 0 : 7).listener(removals));
    subject.fill(0, 1000);

    long freed = adapter.scanAll(subject.map());

    assertThat(freed).isEqualTo(950);
    assertThat(subject.held(0, 50)).isEqualTo(50);
    assertThat(adapter.scan(subject.map(), 10)).isEqualTo(Adapter.STOP);
    assertThat(removals.count("SIZE")).isEqualTo(950);
  }

  @Test
  void scan_entriesOfUnequalWeight_shedsAsManyAsAsked() {
    Subject subject =
        subject(Settings.maximum(10_000_000).weigher(key -> 1 + key % 1000).listener(removals));
    subject.fill(0, 1000);

    long freed = adapter.scan(subject.map(), 100);

    assertThat(freed).isEqualTo(100);
    assertThat(removals.count("SIZE")).isEqualTo(100);
    assertThat(subject.held(500, 1000)).as("written last").isEqualTo(500);
  }

  @Test
  void scan_moreThanABatch_shedsABatchAtMostAndSaysSo() {
    Subject subject = subject(Settings.maximum(10_000));
    subject.fill(0, 1000);
    long[] scanned = {1000};

    long freed = adapter.scan(subject.map(), 1000, scanned);

    assertThat(freed).isBetween(1L, 128L);
    assertThat(scanned[0]).isEqualTo(freed);
  }

  @Test
  void scan_upToABatch_saysHowManyItLookedAt() {
    Subject subject = subject(Settings.maximum(10_000));
    subject.fill(0, 1000);
    long[] scanned = {77};

    long freed = adapter.scan(subject.map(), 77, scanned);

    assertThat(scanned[0]).isEqualTo(freed).isBetween(1L, 77L);
  }

  @Test
  void scan_moreThanHeld_shedsAllThenStops() {
    Subject subject = subject(Settings.maximum(10_000));
    subject.fill(0, 10);

    assertThat(adapter.scanAll(subject.map())).isEqualTo(10);
    assertThat(adapter.count(subject.map())).isZero();
    assertThat(adapter.scan(subject.map(), 1)).isEqualTo(Adapter.STOP);
  }

  @Test
  void scan_ofNoEntries_doesNothing() {
    Subject subject = subject(Settings.maximum(10_000).listener(removals));
    subject.fill(0, 10);

    assertThat(adapter.scan(subject.map(), 0)).isZero();
    assertThat(removals.total()).isZero();
    assertThat(adapter.count(subject.map())).isEqualTo(10);
  }

  /** What the library allocates to evict an entry is its own; here nothing may go. */
  @Test
  void scan_nothingMayGo_allocatesNothing() {
    Subject subject = subject(Settings.maximum(100_000).weigher(key -> 0));
    subject.fill(0, 50);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      least = Math.min(least, allocatedBy100Scans(subject));
    }

    assertThat(least).isZero();
  }

  private long allocatedBy100Scans(Subject subject) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) {
      if (adapter.scan(subject.map(), 100, scratch) != Adapter.STOP) {
        throw new AssertionError("something went");
      }
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void scan_afterwards_cacheGrowsBack() {
    Subject subject = subject(Settings.maximum(1000));
    subject.fill(0, 1000);
    adapter.scanAll(subject.map());

    subject.fill(1000, 3000);

    assertThat(adapter.count(subject.map())).isBetween(900L, 1000L);
  }

  @Test
  void scan_listenerThrows_countsWhatWent() {
    Subject subject =
        subject(
            Settings.maximum(10_000)
                .listener(
                    (key, cause) -> {
                      removals.accept(key, cause);
                      throw new IllegalStateException("thrown by a listener, on purpose");
                    }));
    subject.fill(0, 100);

    assertThat(adapter.scan(subject.map(), 30)).isEqualTo(30);
    assertThat(removals.count("SIZE")).isEqualTo(30);
    assertThat(adapter.count(subject.map())).isEqualTo(70);
  }

  @Test
  void scan_weigherThrewBefore_shedsTheRest() {
    Subject subject = subject(Settings.maximum(100_000).weigher(key -> key == 50 ? refuse() : 1));
    subject.fill(0, 50);
    assertThatThrownBy(() -> subject.map().put(50, 50)).isInstanceOf(RuntimeException.class);
    subject.fill(51, 100);

    assertThat(adapter.scanAll(subject.map())).isEqualTo(99);
    assertThat(adapter.count(subject.map())).isZero();
  }

  private static int refuse() {
    throw new IllegalStateException("thrown by a weigher, on purpose");
  }

  @Test
  void sample_bigCache_givesDistinctLiveEntriesFromEverywhere() {
    Subject subject = subject(Settings.maximum(100_000));
    subject.fill(0, 20_000);
    long evictions = subject.evictions().getAsLong();
    Object[] triples = new Object[3 * 64];

    int sampled = adapter.sample(subject.map(), triples);

    assertThat(sampled).isBetween(48, 64);
    boolean[] seen = new boolean[20_000];
    int upperHalf = 0;
    for (int i = 0; i < sampled; i++) {
      int key = (Integer) triples[3 * i + 1];
      assertThat(triples[3 * i]).isNotNull();
      assertThat(triples[3 * i + 2]).isEqualTo(key);
      assertThat(seen[key]).as("key %s sampled before", key).isFalse();
      seen[key] = true;
      upperHalf += key >= 10_000 ? 1 : 0;
    }
    assertThat(upperHalf).isBetween(8, 56);
    assertThat(subject.evictions().getAsLong()).isEqualTo(evictions);
  }

  @Test
  void sample_smallOrEmptyCache_givesAllThereIs() {
    Subject subject = subject(Settings.maximum(100_000));
    assertThat(adapter.sample(subject.map(), new Object[3 * 64])).isZero();
    subject.fill(0, 10);

    assertThat(adapter.sample(subject.map(), new Object[3 * 64])).isEqualTo(10);
  }

  @Test
  void statistics_recorded_areTheLibrarysOwn() {
    Subject subject = subject(Settings.maximum(100_000));
    for (int i = 0; i < 10; i++) {
      subject.load().get(i % 5, key -> key);
    }
    long[] counters = {-1, -1, -1, -1};

    assertThat(adapter.statistics(subject.map(), counters)).isTrue();

    assertThat(counters).startsWith(5, 5, 5);
    assertThat(counters[3]).isPositive();
  }

  @Test
  void contract_sizeBound_isClassA() {
    assertThat(adapter.contract(subject(Settings.maximum(10_000)).map()))
        .isEqualTo("A maximumSize 10000");
  }

  @Test
  void contract_weightBound_isClassA() {
    assertThat(adapter.contract(subject(Settings.maximum(10_000).weigher(key -> 2)).map()))
        .isEqualTo("A maximumWeight 10000");
  }

  @Test
  void contract_maximumZero_isNotEligible() {
    assertThat(adapter.contract(subject(Settings.maximum(0)).map())).isEqualTo("A! maximum 0");
  }

  @Test
  void contract_absurdBound_isUnbounded() {
    assertThat(adapter.contract(subject(Settings.maximum(Integer.MAX_VALUE)).map()))
        .isEqualTo("D maximumSize 2147483647 is no bound");
    assertThat(adapter.contract(subject(Settings.maximum(Long.MAX_VALUE)).map())).startsWith("D ");
    assertThat(adapter.contract(subject(Settings.maximum(Long.MAX_VALUE).weigher(key -> 2)).map()))
        .startsWith("D maximumWeight ");
  }
}
