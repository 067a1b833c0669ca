package io.cacheshrinker.demo.bench.pressure.burst;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrialTest {
  private static final double OTHER = 0.08;

  @Test
  void everySeed_doesNotFitBesideTheCaches_andFitsWithoutThem() {
    for (long seed = 1; seed <= 1000; seed++) {
      Trial trial = Trial.of(seed, OTHER, 1);
      double live = OTHER + trial.burstShare();
      assertThat(live + trial.cachedShare()).isGreaterThan(1.04);
      assertThat(live).isLessThan(0.75);
    }
  }

  @Test
  void roomBesideTheOldGeneration_isFilledToo() {
    for (long seed = 1; seed <= 1000; seed++) {
      Trial trial = Trial.of(seed, OTHER, 1.4);
      double live = OTHER + trial.burstShare();
      assertThat(live + trial.cachedShare()).isGreaterThan(1.04 * 1.4);
      assertThat(live).isLessThan(1.1);
    }
  }

  @Test
  void seeds_differ_andTheSameSeedDoesNot() {
    Set<Integer> chunks = new HashSet<>();
    for (long seed = 1; seed <= 20; seed++) {
      chunks.add(Trial.of(seed, OTHER, 1).chunkBytes());
    }
    assertThat(chunks).hasSize(3);
    assertThat(Trial.of(1, OTHER, 1))
        .isEqualTo(Trial.of(1, OTHER, 1))
        .isNotEqualTo(Trial.of(2, OTHER, 1));
  }
}
