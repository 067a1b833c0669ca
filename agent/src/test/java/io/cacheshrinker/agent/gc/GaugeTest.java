package io.cacheshrinker.agent.gc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GaugeTest {
  private final Gauge gauge = new Gauge();

  @Test
  void isAbove_whatIsUsed_tells() {
    gauge.start();
    for (int i = 0; i < 10; i++) {
      assertThat(gauge.isAbove(1, false)).isTrue();
      assertThat(gauge.isAbove(Long.MAX_VALUE, true)).isFalse();
    }
  }

  @Test
  void isAbove_nobodyReads_isWhatIsTakenThen() {
    assertThat(gauge.isAbove(Long.MAX_VALUE, true)).isTrue();
    assertThat(gauge.isAbove(1, false)).isFalse();
  }
}
