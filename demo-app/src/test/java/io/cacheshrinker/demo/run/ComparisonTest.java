package io.cacheshrinker.demo.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private final List<Long> tried = new ArrayList<>();

  @Test
  void run_servicesThatLiveUpToASize_findsItAndTriesItsShares() throws Exception {
    Comparison comparison = Comparison.run(34_036, .60, variant -> trial(variant, 21_000));

    assertThat(comparison.largest()).isBetween(21_000L - 1_400, 21_000L);
    assertThat(comparison.rows())
        .extracting(Comparison.Row::share)
        .containsExactly(1., .85, .7, .5);
    assertThat(comparison.rows())
        .extracting(Comparison.Row::cacheSize)
        .containsExactly(
            comparison.largest(),
            Math.round(.85 * comparison.largest()),
            Math.round(.7 * comparison.largest()),
            Math.round(.5 * comparison.largest()));
    assertThat(tried).hasSizeLessThan(10).first().isEqualTo(27_229L);
  }

  @Test
  void run_noSizeSurvives_isNotWithinAnything() throws Exception {
    Comparison comparison = Comparison.run(34_036, .60, variant -> trial(variant, 0));

    assertThat(comparison.largest()).isZero();
    assertThat(comparison.rows()).isEmpty();
    assertThat(comparison.within3Points()).isFalse();
  }

  @Test
  void bestHitRate_theBestDied_isThatOfTheBestSurvivor() {
    Comparison comparison =
        new Comparison(
            100,
            List.of(
                new Comparison.Row(100, 1, Results.lived(.61)),
                new Comparison.Row(85, .85, Results.died()),
                new Comparison.Row(70, .7, Results.lived(.63))),
            .60);

    assertThat(comparison.bestHitRate()).isEqualTo(.63);
    assertThat(comparison.within3Points()).isTrue();
  }

  private PhaseResult trial(Variant variant, long lives) throws IOException {
    tried.add(variant.cacheSize());
    assertThat(variant.agent()).isFalse();
    return variant.cacheSize() <= lives ? Results.lived() : Results.died();
  }
}
