package io.cacheshrinker.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void oddNumberOfValues_medianIsTheMiddleOne() {
    assertThat(Spread.of(9, 1, 5)).isEqualTo(new Spread(5, 1, 9, 3));
  }

  @Test
  void evenNumberOfValues_medianIsBetweenTheMiddleTwo() {
    assertThat(Spread.of(9, 1, 5, 6)).isEqualTo(new Spread(5.5, 1, 9, 4));
  }

  @Test
  void oneDisturbedRun_medianStays() {
    assertThat(Spread.of(10, 11, 12, 13, 100_000).median()).isEqualTo(12);
  }

  @Test
  void pairedRuns_commonDriftCancelsOut() {
    double[] baseline = {10, 20, 40};
    assertThat(Spread.ofDifferences(new double[] {13, 23, 43}, baseline))
        .isEqualTo(new Spread(3, 3, 3, 3));
    assertThat(Spread.ofRatios(new double[] {5, 10, 20}, baseline))
        .isEqualTo(new Spread(0.5, 0.5, 0.5, 3));
  }

  @Test
  void givenValues_stayAsTheyWere() {
    double[] values = {3, 1, 2};
    assertThat(Spread.of(values).median()).isEqualTo(2);
    assertThat(values).containsExactly(3, 1, 2);
  }

  @Test
  void nothingOrUnequalPairs_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(Spread::of);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Spread.ofDifferences(new double[2], new double[3]));
  }
}
