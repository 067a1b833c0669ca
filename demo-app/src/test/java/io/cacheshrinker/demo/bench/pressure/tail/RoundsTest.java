package io.cacheshrinker.demo.bench.pressure.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final Rounds rounds = new Rounds(3);

  @Test
  void rounds_alternateInAnOrderThatNoTrendFavours() {
    assertThat(rounds.count()).isEqualTo(6);
    boolean[] with = {true, false, false, true, true, false};
    for (int round = 0; round < with.length; round++) {
      assertThat(Rounds.isWith(round)).as("round %d", round).isEqualTo(with[round]);
    }
  }

  @Test
  void ratio_isTheMedianOverThePairs_withPassesByWithout() {
    long[] tails = {300, 100, 100, 200, 90, 100}; // 3, 2, 0.9
    for (int round = 0; round < tails.length; round++) {
      rounds.add(round, latencies(tails[round]));
    }
    assertThat(rounds.ratio().median()).isCloseTo(2, within(0.01));
    assertThat(rounds.ratio().max()).isCloseTo(3, within(0.01));
    assertThat(rounds.withMillis()).isGreaterThan(rounds.withoutMillis());
  }

  @Test
  void beforeAPairIsComplete_thereIsNoRatio() {
    assertThat(rounds.ratio().median()).isZero();
  }

  private static Histogram latencies(long tailMicros) {
    Histogram latencies = new Histogram(3);
    latencies.recordValueWithCount(10_000, 9_000);
    latencies.recordValueWithCount(tailMicros * 1000, 1_000);
    return latencies;
  }
}
