package io.cacheshrinker.demo.bench.pressure.waves;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimelineTest {
  private final Timeline timeline = new Timeline(2, 1, 2, 10, 5);

  @Test
  void fiveWaves_takeTheirTime() {
    assertThat(timeline.seconds()).isEqualTo(67);
  }

  @Test
  void height_isNothing_rises_stays_andIsNothingAgain() {
    assertThat(timeline.heightAt(1.9)).isZero();
    assertThat(timeline.heightAt(2.5)).isEqualTo(0.5);
    assertThat(timeline.heightAt(3)).isEqualTo(1);
    assertThat(timeline.heightAt(4.9)).isEqualTo(1);
    assertThat(timeline.heightAt(5)).isZero();
    assertThat(timeline.heightAt(15.25)).isEqualTo(0.25);
  }

  @Test
  void wave_includesItsRelease_andTheLastOneStays() {
    assertThat(timeline.waveAt(1.9)).isEqualTo(-1);
    assertThat(timeline.waveAt(2)).isZero();
    assertThat(timeline.waveAt(14.9)).isZero();
    assertThat(timeline.waveAt(15)).isEqualTo(1);
    assertThat(timeline.waveAt(67.5)).isEqualTo(4);
    assertThat(timeline.releaseOf(1)).isEqualTo(18);
  }
}
