package io.cacheshrinker.demo.bench.pressure.waves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cacheshrinker.demo.bench.pressure.waves.WaveLog.Look;
import org.junit.jupiter.api.Test;

/** Two waves of 1 s rise, 1 s hold, 4 s release, the first at 1 s; low is at 60 MB. */
class WaveLogTest {
  private static final double MB = 1 << 20;

  private final WaveLog log = new WaveLog(new Timeline(1, 1, 1, 4, 2), 60 * MB);

  @Test
  void beforeAnyLook_allIsNothing() {
    assertThat(log.leastMb()).isZero();
    assertThat(log.neededMb()).isZero();
    assertThat(log.regained().median()).isZero();
  }

  @Test
  void waves_beginOnce() {
    assertThat(log.begins(0.5)).isFalse();
    assertThat(log.begins(1)).isTrue();
    look(1, 50, 5, 50, 50);
    assertThat(log.begins(1.1)).isFalse();
    assertThat(log.begins(7)).isTrue();
  }

  @Test
  void cached_hasItsLeast_mean_andMost() {
    look(0, 50, 5, 50, 50);
    look(1, 20, 5, 50, 50);
    look(2, 80, 5, 110, 80);
    assertThat(log.leastMb()).isEqualTo(20);
    assertThat(log.meanMb()).isEqualTo(50);
    assertThat(log.mostMb()).isEqualTo(80);
  }

  @Test
  void evicted_isWhatWasLoadedAndIsNoLongerThere() {
    look(0, 50, 5, 50, 50);
    look(1, 30, 5, 60, 50);
    assertThat(log.evictedMb()).isEqualTo(30);
  }

  @Test
  void needed_isThePeakWithoutSheddingAboveLow_ofEachWave() {
    look(1, 50, 5, 50, 50);
    look(2, 50, 35, 52, 52); // 87 without shedding: 27 needed
    look(3.5, 40, 5, 60, 60); // 65: 5, less than at the peak
    look(7, 50, 5, 70, 50);
    look(8, 50, 20, 75, 55); // 75: 15 needed
    assertThat(log.neededMb()).isCloseTo(42, within(1e-9));
  }

  @Test
  void waveThatFits_needsNothing() {
    look(1, 30, 5, 30, 30);
    look(2, 30, 20, 30, 30);
    assertThat(log.neededMb()).isZero();
  }

  @Test
  void regained_isHeldAtTheEndOfTheRelease_byBefore() {
    look(1, 50, 5, 50, 50);
    look(2, 20, 35, 50, 50);
    look(3, 20, 5, 50, 50);
    look(4.5, 46, 5, 80, 60);
    look(6.9, 40, 5, 85, 60);
    look(7, 40, 5, 85, 40);
    look(8, 20, 35, 85, 40);
    look(9.5, 30, 5, 95, 50);
    assertThat(log.regained().max()).isCloseTo(0.8, within(1e-9));
    assertThat(log.regained().min()).isCloseTo(0.75, within(1e-9));
  }

  @Test
  void timeToRegain_countsFromTheRelease_andIsAllOfItIfNeverReached() {
    look(1, 50, 5, 50, 50);
    look(3, 20, 5, 50, 50);
    look(4.5, 45, 5, 80, 60);
    look(6, 20, 5, 80, 60);
    look(7, 50, 5, 85, 50);
    look(9, 20, 5, 85, 50);
    look(12.9, 44, 5, 95, 60);
    assertThat(log.regainSeconds().min()).isCloseTo(1.5, within(1e-9));
    assertThat(log.regainSeconds().max()).isEqualTo(4);
  }

  private void look(double second, double cached, double other, double loaded, double unshed) {
    log.add(new Look(second, cached * MB, other * MB, loaded * MB, unshed * MB));
  }
}
