package io.cacheshrinker.demo.bench.pressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ZipfTest {
  private final Zipf zipf = new Zipf(1000, 0.8);

  @Test
  void rank_coversAllRanks_andNothingElse() {
    assertThat(zipf.rank(0)).isZero();
    assertThat(zipf.rank(Math.nextDown(1.0))).isEqualTo(999);
    assertThat(new Zipf(1, 0.8).rank(0.7)).isZero();
  }

  @Test
  void drawnRanks_areAsFrequentAsTheirShare() {
    Random random = new Random(1);
    int draws = 200_000;
    int amongTheFirstHundred = 0;
    for (int i = 0; i < draws; i++) {
      amongTheFirstHundred += zipf.rank(random.nextDouble()) < 100 ? 1 : 0;
    }
    assertThat(amongTheFirstHundred / (double) draws).isCloseTo(zipf.shareOf(100), within(0.005));
  }

  @Test
  void shareOf_growsFromNothingToAll() {
    assertThat(zipf.shareOf(0)).isZero();
    assertThat(zipf.shareOf(1000)).isEqualTo(1);
    assertThat(zipf.shareOf(100)).isBetween(0.4, 0.6);
  }

  @Test
  void ranksAbove_invertsTheDensity() {
    double shareOfRank99 = zipf.shareOf(100) - zipf.shareOf(99);
    assertThat(zipf.ranksAbove(shareOfRank99)).isCloseTo(99.5, within(1.0));
    assertThat(zipf.ranksAbove(1)).isZero();
    assertThat(zipf.ranksAbove(1e-12)).isEqualTo(1000);
  }

  @Test
  void impossibleLaws_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Zipf(0, 0.8));
    assertThatIllegalArgumentException().isThrownBy(() -> new Zipf(10, 1));
  }
}
