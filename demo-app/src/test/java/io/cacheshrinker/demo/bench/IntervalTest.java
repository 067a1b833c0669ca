package io.cacheshrinker.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class IntervalTest {
  @Test
  void tenValues_outermostOnEachSideIsLeftOut() {
    assertThat(Interval.ofMedian(9, 1, 2, 4, 3, 5, 7, 6, 8, 10)).isEqualTo(new Interval(2, 9));
  }

  @Test
  void twentyValues_fiveOnEachSideAreLeftOut() {
    double[] values = new double[20];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 1;
    }
    assertThat(Interval.ofMedian(values)).isEqualTo(new Interval(6, 15));
  }

  @Test
  void tooFewValues_intervalIsTheirRange() {
    assertThat(Interval.ofMedian(3, 1, 2)).isEqualTo(new Interval(1, 3));
    assertThat(Interval.ofMedian(1, 2, 3, 4, 5, 6)).isEqualTo(new Interval(1, 6));
  }

  @Test
  void noValues_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Interval.ofMedian());
  }
}
