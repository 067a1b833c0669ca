package io.cacheshrinker.agent.shrink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cacheshrinker.agent.pressure.Receipt;
import io.cacheshrinker.agent.registry.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EffectsTest {
  private final Registry registry = new Registry();
  private final Pass pass = new Pass(registry);
  private final Effects effects =
      new Effects(registry, pass, new Calls(), new Totals(), Chronicle.NONE, () -> 0);
  private final FakeCache large = new FakeCache(registry, 1000, 10_000, 0, 0);
  private final FakeCache small = new FakeCache(registry, 1000, 100, 0, 0);

  @AfterEach
  void noPinIsLeft() {
    assertThat(large.shrinker.pins() + small.shrinker.pins()).isZero();
  }

  @Test
  void cachedBytes_allCaches_areSummedUp() {
    assertThat(effects.cachedBytes()).isEqualTo(10_100_000);
  }

  @Test
  void refilledBytes_sinceTheFence_countsGrowthOnly() {
    pass.fence();
    large.entries += 5;
    small.entries -= 500;
    assertThat(effects.refilledBytes()).isEqualTo(50_000);
  }

  @Test
  void receipt_halfCameBack_lowersTheEstimateOfWhatShedMost() {
    shed(large, 100);
    shed(small, 10);
    effects.returned(new Receipt(1_001_000, 500_500));
    assertThat(large.shrinker.bytesPerEntry()).isCloseTo(8500, within(10.0));
    assertThat(small.shrinker.bytesPerEntry()).isCloseTo(100, within(0.1));
    assertThat(large.shrinker.returnedBytes()).isCloseTo(500_000, within(1.0));
    assertThat(small.shrinker.returnedBytes()).isCloseTo(500, within(1.0));
  }

  @Test
  void entries_thatNobodyHasWeighed_weighWhatThePassTookThemToWeigh() {
    FakeCache unweighed = new FakeCache(registry, 1000, 0, 0, 0);
    pass.ensureCapacity(10);
    assertThat(pass.evictableBytes(5_000_000)).isEqualTo(10_100_000 + 5_000_000);
    assertThat(effects.cachedBytes()).isEqualTo(10_100_000 + 5_000_000);
    pass.fence();
    unweighed.entries += 10;
    assertThat(effects.refilledBytes()).isEqualTo(50_000);
    shed(unweighed, 100);
    effects.returned(new Receipt(500_000, 500_000));
    assertThat(unweighed.shrinker.returnedBytes()).isCloseTo(500_000, within(1.0));
  }

  @Test
  void receipt_settled_isNotBookedAgain() {
    shed(large, 100);
    effects.returned(new Receipt(1_000_000, 1_000_000));
    effects.returned(new Receipt(1_000_000, 1_000_000));
    assertThat(large.shrinker.returnedBytes()).isEqualTo(1_000_000);
  }

  @Test
  void cache_thatGivesNothingBackThreeTimes_isTakenOut() {
    for (int i = 0; i < 3; i++) {
      assertThat(large.shrinker.eligible()).isTrue();
      shed(large, 10);
      effects.returned(new Receipt((long) (10 * large.shrinker.bytesPerEntry()), 0));
    }
    assertThat(large.shrinker.eligible()).isFalse();
    assertThat(large.shrinker.reason()).contains("gives no heap back");
    assertThat(small.shrinker.eligible()).isTrue();
  }

  @Test
  void cache_thatGaveSomethingInBetween_stays() {
    for (int i = 0; i < 6; i++) {
      shed(large, 10);
      long predicted = (long) (10 * large.shrinker.bytesPerEntry());
      effects.returned(new Receipt(predicted, i % 3 == 2 ? predicted : 0));
    }
    assertThat(large.shrinker.eligible()).isTrue();
  }

  @Test
  void cache_ofWhichAPassShedLittle_isNotJudgedByIt() {
    for (int i = 0; i < 10; i++) {
      shed(large, 10);
      shed(small, 10);
      effects.returned(new Receipt(101_000, 0));
    }
    assertThat(small.shrinker.eligible()).isTrue();
  }

  private static void shed(FakeCache cache, long entries) {
    cache.entries -= entries;
    cache.shrinker.account(entries, entries);
  }
}
