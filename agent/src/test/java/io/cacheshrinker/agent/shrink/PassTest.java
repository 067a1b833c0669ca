package io.cacheshrinker.agent.shrink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.options.Mode;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PassTest {
  private static final long MB = 1 << 20;
  private static final int GENTLEST = 12;

  private final Registry registry = new Registry();
  private final Pass pass = new Pass(registry);
  private final List<FakeCache> caches = new ArrayList<>();

  PassTest() {
    pass.ensureCapacity(2000);
  }

  @AfterEach
  void everyTest_atItsEnd_leavesNoPin() {
    assertThat(registry.shrinkers()).extracting(RegisteredShrinker::pins).containsOnly(0);
  }

  @Test
  void graded_enoughFreed_stopsWithinABatch() {
    cache(50_000, 4096, 0);
    long freed = pass.graded(20 * MB, GENTLEST, 0);
    assertThat(freed).isBetween(20 * MB, 20 * MB + 128 * 4096);
  }

  @Test
  void pass_cacheThatNobodyHasLookedInto_leavesItAlone() {
    FakeCache known = cache(1000, 4096, 0);
    FakeCache unknown = new FakeCache(registry, 1000, 100_000, 0, 0, Scope.ALL_GROUPS, false);
    pass.greedy(Long.MAX_VALUE, 0);
    pass.graded(Long.MAX_VALUE, GENTLEST, 0);
    assertThat(known.entries).isZero();
    assertThat(unknown.entries).isEqualTo(1000);
    unknown.shrinker.lookedInto();
    pass.greedy(MB, 0);
    assertThat(unknown.entries).isLessThan(1000);
  }

  @Test
  void pass_cacheThatIsSwitchedOffMeanwhile_takesNoMore() {
    FakeCache cache =
        new FakeCache(registry, 10_000, 4096, 0, 0) {
          @Override
          public long scan(Object self, long asked, long[] scanned) {
            shrinker.enabled(scanCalls < 2);
            return super.scan(self, asked, scanned);
          }
        };
    pass.greedy(Long.MAX_VALUE, 0);
    assertThat(cache.scanCalls).isEqualTo(3);
  }

  @Test
  void pass_modeThatIsChangedMeanwhile_takesNoMore() {
    Mode[] mode = {Mode.SHRINK};
    Pass watched = new Pass(registry, new Calls(() -> mode[0]), Chronicle.NONE);
    watched.ensureCapacity(10);
    FakeCache cache =
        new FakeCache(registry, 10_000, 4096, 0, 0) {
          @Override
          public long scan(Object self, long asked, long[] scanned) {
            mode[0] = scanCalls < 2 ? Mode.SHRINK : Mode.OFF;
            return super.scan(self, asked, scanned);
          }
        };
    watched.graded(Long.MAX_VALUE, GENTLEST, 0);
    assertThat(cache.scanCalls).isEqualTo(3);
  }

  @Test
  void callback_findsTheLoaderOfItsCacheAndLeavesNoInterruptToUs() throws Exception {
    ClassLoader[] found = new ClassLoader[1];
    FakeCache cache =
        new FakeCache(registry, 10_000, 4096, 0, 0) {
          @Override
          public long scan(Object self, long asked, long[] scanned) {
            found[0] = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().interrupt();
            return super.scan(self, asked, scanned);
          }
        };
    Pass ours =
        new Pass(
            registry, new Calls(new Watch(Watch.Stand.NOBODY), () -> Mode.SHRINK), Chronicle.NONE);
    ours.ensureCapacity(10);
    boolean[] interrupted = {true};
    ClassLoader[] after = new ClassLoader[1];
    Thread worker =
        new Thread(
            () -> {
              ours.greedy(MB, 0);
              interrupted[0] = Thread.currentThread().isInterrupted();
              after[0] = Thread.currentThread().getContextClassLoader();
            });
    worker.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    worker.start();
    worker.join();
    assertThat(cache.entries).isLessThan(10_000);
    assertThat(found[0]).isSameAs(cache.getClass().getClassLoader());
    assertThat(after[0]).isSameAs(ClassLoader.getPlatformClassLoader());
    assertThat(interrupted[0]).isFalse();
  }

  @Test
  void graded_cheapAndDearBytes_goInProportionToTheirDensity() {
    FakeCache cheap = cache(20_000, 4096, 10);
    FakeCache dear = cache(20_000, 4096, 1000);
    pass.graded(20 * MB, GENTLEST, 0);
    long cheapGone = 20_000 - cheap.entries;
    long dearGone = 20_000 - dear.entries;
    assertThat(cheapGone).isBetween(6 * dearGone, 11 * dearGone);
  }

  @Test
  void graded_noCostKnown_fewLargeEntriesGoBeforeManySmallOnes() {
    FakeCache large = cache(500, 200_000, 0);
    FakeCache small = cache(1_000_000, 50, 0);
    pass.graded(10 * MB, GENTLEST, 0);
    assertThat(large.entries).isLessThan(500);
    assertThat(1_000_000 - small.entries).isLessThan(500_000);
  }

  @Test
  void priority_fewLargeAndManySmallEntries_areBothFirstScannedBySix() {
    FakeCache large = cache(500, 200_000, 0);
    FakeCache small = cache(1_000_000, 50, 0);
    large.shrinker.seeks(2);
    small.shrinker.seeks(2);
    int firstLarge = -1;
    int firstSmall = -1;
    long largeBefore = large.entries;
    long smallBefore = small.entries;
    for (int p = GENTLEST; p >= 6; p--) {
      pass.single(Scope.ALL_GROUPS, p, 0);
      firstLarge = firstLarge < 0 && large.scanCalls > 0 ? p : firstLarge;
      firstSmall = firstSmall < 0 && small.scanCalls > 0 ? p : firstSmall;
    }
    assertThat(firstLarge).isGreaterThanOrEqualTo(6);
    assertThat(firstSmall).isGreaterThanOrEqualTo(6);
    double largeShare = (largeBefore - large.entries) * 200_000.0 / (500 * 200_000.0);
    double smallShare = (smallBefore - small.entries) * 50.0 / (1_000_000 * 50.0);
    assertThat(largeShare / smallShare).as("share of bytes freed").isBetween(0.5, 2.0);
  }

  @Test
  void scan_tinyEntries_neverAsksTheLibraryForMoreThanACallHolds() {
    FakeCache tiny = cache(1_000_000, 50, 0);
    pass.graded(10 * MB, GENTLEST, 0);
    assertThat(tiny.largestAsk).isEqualTo(RegisteredShrinker.DEFAULT_BATCH);
  }

  @Test
  void graded_cacheNearItsFloor_isLeftAlone() {
    FakeCache near = new FakeCache(registry, 190, 4096, 0, 100);
    caches.add(near);
    pass.graded(MB, GENTLEST, 0);
    assertThat(near.entries).isEqualTo(190);
  }

  @Test
  void greedy_cacheNearItsFloor_goesDownToItAndNoFurther() {
    FakeCache near = new FakeCache(registry, 190, 4096, 0, 100);
    caches.add(near);
    pass.greedy(100 * MB, 0);
    assertThat(near.entries).isEqualTo(100);
  }

  @Test
  void greedy_need_isMetByTheLargestEntriesFirst() {
    FakeCache large = cache(1000, 100_000, 1000);
    FakeCache small = cache(100_000, 100, 1);
    long freed = pass.greedy(20 * MB, 0);
    assertThat(freed).isCloseTo(20 * MB, within(100_000L * 2));
    assertThat(small.entries).isEqualTo(100_000);
    assertThat(large.entries).isLessThan(1000);
  }

  @Test
  void greedy_eachCacheThatIsAsked_isChronicled() {
    List<String> told = new ArrayList<>();
    Chronicle chronicle =
        new Chronicle() {
          @Override
          public void shrankGreedily(
              String name, long freeable, long asked, long scanned, long freed) {
            told.add(freeable + " " + asked + " " + scanned + " " + freed);
          }
        };
    Pass chronicled = new Pass(registry, new Calls(() -> Mode.SHRINK), chronicle);
    chronicled.ensureCapacity(10);
    cache(1000, 2048, 0);
    chronicled.greedy(100 * 2048, 0);
    assertThat(told).hasSize(1);
    assertThat(told.get(0)).matches("2000 20[02] 20[02] 20[02]");
  }

  @Test
  void greedy_largestEntriesBusyForAMoment_areAskedAgainBeforeSmallOnesGo() {
    FakeCache busy =
        new FakeCache(registry, 1000, 100_000, 1000, 0) {
          private int answersStop = 3;

          @Override
          public long scan(Object cache, long asked, long[] scanned) {
            return answersStop-- > 0 ? -1 : super.scan(cache, asked, scanned);
          }
        };
    caches.add(busy);
    FakeCache small = cache(100_000, 100, 1);
    pass.greedy(20 * MB, 0);
    assertThat(small.entries).isEqualTo(100_000);
    assertThat(busy.entries).isLessThan(1000);
  }

  @Test
  void greedy_largestEntriesBusyAllTheTime_smallerOnesGo() {
    FakeCache stuck =
        new FakeCache(registry, 1000, 100_000, 1000, 0) {
          @Override
          public long scan(Object cache, long asked, long[] scanned) {
            return -1;
          }
        };
    caches.add(stuck);
    FakeCache small = cache(100_000, 100, 1);
    pass.greedy(MB, 0);
    assertThat(stuck.entries).isEqualTo(1000);
    assertThat(small.entries).isLessThan(100_000);
  }

  @Test
  void dropAll_always_leavesTheFloors() {
    FakeCache dear = new FakeCache(registry, 10_000, 100, 0, 100);
    FakeCache few = new FakeCache(registry, 120, 100_000, 0, 7);
    dear.shrinker.seeks(32);
    caches.add(dear);
    caches.add(few);
    pass.dropAll(0);
    assertThat(dear.entries).isEqualTo(100);
    assertThat(few.entries).isEqualTo(7);
  }

  @Test
  void unweighedEntries_liveKnown_areTakenForAsHeavyAsTheyCanBe() {
    FakeCache unweighed = cache(10_000, 0, 0);
    pass.graded(50 * MB, GENTLEST, 100 * MB);
    assertThat(unweighed.entries).isCloseTo(5000, Percentage.withPercentage(10));
  }

  @Test
  void ineligibleOrDisabled_cache_isNotTouched() {
    FakeCache disabled = cache(10_000, 4096, 0);
    FakeCache demoted = cache(10_000, 4096, 0);
    disabled.shrinker.enabled(false);
    demoted.shrinker.demote("for a test");
    pass.greedy(100 * MB, 0);
    pass.dropAll(0);
    assertThat(disabled.scanCalls + demoted.scanCalls).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void callback_whateverGoesWrong_thePassEndsAndOthersGive(FakeCache.Fault fault) {
    FakeCache faulty = cache(10_000, 4096, 0);
    FakeCache sound = cache(10_000, 4096, 0);
    faulty.fault = fault;
    pass.graded(4 * MB, GENTLEST, 0);
    pass.greedy(4 * MB, 0);
    pass.dropAll(0);
    assertThat(sound.entries).isLessThan(10_000);
    assertThat(faulty.shrinker.pins()).isZero();
    assertThat(faulty.shrinker.deferred().get()).isNotNegative();
  }

  /**
   * Nobody is believed to have freed more than it was asked for: the pass would end for nothing.
   */
  @Test
  void freed_farMoreThanAsked_isNotTheEndOfThePass() {
    FakeCache liar = cache(10_000, 4096, 0);
    FakeCache sound = cache(10_000, 4095, 0);
    liar.fault = FakeCache.Fault.FREED_MORE_THAN_ASKED;
    pass.greedy(30 * MB, 0);
    assertThat(sound.entries).isLessThan(10_000);
  }

  @Test
  void giveWay_duringAPass_endsItAtTheNextCall() {
    FakeCache first = cache(100_000, 4096, 0);
    caches.add(
        new FakeCache(registry, 100_000, 1_000_000, 0, 0) {
          @Override
          public long scan(Object cache, long asked, long[] scanned) {
            pass.giveWay();
            return super.scan(cache, asked, scanned);
          }
        });
    long freed = pass.greedy(Long.MAX_VALUE / 2, 0);
    assertThat(freed).isLessThanOrEqualTo(128L * 1_000_000);
    assertThat(first.scanCalls).isZero();
  }

  @Test
  void passes_onceWarm_allocateNothing() {
    for (int i = 0; i < 1000; i++) {
      cache(5000 + i, 500 + i, i % 7);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 20; i++) {
      passesOfEachKind();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    long nothing = threads.getCurrentThreadAllocatedBytes() - before;
    before = threads.getCurrentThreadAllocatedBytes();
    passesOfEachKind();
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isEqualTo(nothing);
    assertThat(pass.freedEntries()).isPositive();
  }

  private void passesOfEachKind() {
    for (int i = 0; i < caches.size(); i++) {
      caches.get(i).entries = 5000;
    }
    pass.graded(10 * MB, GENTLEST, 0);
    pass.single(Scope.ALL_GROUPS, 6, 0);
    pass.greedy(10 * MB, 0);
  }

  private FakeCache cache(long entries, double bytesPerEntry, double loadMicros) {
    FakeCache cache = new FakeCache(registry, entries, bytesPerEntry, loadMicros, 0);
    caches.add(cache);
    return cache;
  }
}
