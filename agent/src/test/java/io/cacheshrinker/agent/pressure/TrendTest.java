package io.cacheshrinker.agent.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrendTest {
  private static final double MARK = 1000;
  private static final long SECOND = 1_000_000_000L;

  private final Trend trend = new Trend();
  private long nowNanos = -5;

  @Test
  void quantity_aboveTheMark_isThere() {
    assertThat(look(1001)).isTrue();
  }

  @Test
  void quantity_steadyBelowTheMark_neverIs() {
    for (int i = 0; i < 1000; i++) {
      assertThat(look(999)).isFalse();
    }
  }

  @Test
  void quantity_growingSlowly_isLessThanAMinuteAhead() {
    double quantity = 500;
    while (!look(quantity)) {
      quantity += 1;
    }
    assertThat(quantity).isBetween(MARK - 61, MARK - 59);
  }

  @Test
  void quantity_growingFast_isAtHalfOfTheMark() {
    double quantity = 0;
    while (!look(quantity)) {
      quantity += 50;
    }
    assertThat(quantity).isBetween(500.0, 560.0);
  }

  @Test
  void quantity_thatStoppedBelowTheMark_isForgotten() {
    look(0);
    assertThat(look(800)).isTrue();
    boolean seen = true;
    for (int i = 0; i < 60; i++) {
      seen = look(800);
    }
    assertThat(seen).isFalse();
  }

  @Test
  void quantity_falling_countsAsSteady() {
    for (double quantity = 999; quantity > 400; quantity -= 10) {
      assertThat(look(quantity)).isFalse();
    }
  }

  @Test
  void mark_unknown_isNeverReached() {
    assertThat(trend.reaches(Double.MAX_VALUE, 1e12, 0)).isFalse();
    assertThat(trend.reaches(Double.MAX_VALUE, 2e12, SECOND)).isFalse();
  }

  private boolean look(double quantity) {
    nowNanos += SECOND;
    return trend.reaches(MARK, quantity, nowNanos);
  }
}
