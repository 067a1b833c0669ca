package io.cacheshrinker.demo.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same service with caches of a fixed size, found with hindsight: the largest that survives, by
 * bisection, and shares of it.
 *
 * @param largest the largest size found to survive, in entries of each cache; 0 when none did
 */
record Comparison(long largest, List<Row> rows, double agentHitRate) {
  private static final double[] SHARES = {1, .85, .7, .5};
  private static final double PRECISION = .04;

  /** The share of a size that is too large to begin with: dying takes longer than living. */
  private static final double FIRST = .8;

  private static final double ALLOWED_POINTS = 3;

  record Row(long cacheSize, double share, PhaseResult result) {}

  interface Trial {
    PhaseResult run(Variant variant) throws IOException, InterruptedException;
  }

  /**
   * @param tooLarge a size at which the service is known to die
   * @param agentHitRate of the page cache, with the agent
   */
  static Comparison run(long tooLarge, double agentHitRate, Trial trial)
      throws IOException, InterruptedException {
    Row largest = largestSurvivor(tooLarge, trial);
    if (largest == null) {
      return new Comparison(0, List.of(), agentHitRate);
    }
    List<Row> rows = new ArrayList<>();
    rows.add(largest);
    for (double share : SHARES) {
      if (share < 1) {
        long size = Math.round(largest.cacheSize() * share);
        rows.add(new Row(size, share, trial.run(Variant.fixed(size))));
      }
    }
    return new Comparison(largest.cacheSize(), rows, agentHitRate);
  }

  private static @Nullable Row largestSurvivor(long tooLarge, Trial trial)
      throws IOException, InterruptedException {
    long dies = tooLarge;
    long lives = 0;
    long size = Math.round(FIRST * tooLarge);
    Row largest = null;
    while (dies - lives > Math.max(1, PRECISION * tooLarge)) {
      PhaseResult result = trial.run(Variant.fixed(size));
      if (result.allRight()) {
        lives = size;
        largest = new Row(size, 1, result);
      } else {
        dies = size;
      }
      size = (lives + dies) / 2;
    }
    return largest;
  }

  /** Of those that survived; 0 when none did. */
  @JsonProperty
  double bestHitRate() {
    return rows.stream()
        .filter(row -> row.result().allRight())
        .mapToDouble(row -> row.result().hitRate())
        .max()
        .orElse(0);
  }

  /**
   * How far the page cache's hit rate with the agent is below the best; negative when it is above.
   */
  @JsonProperty
  double pointsBelowBest() {
    return Math.round(1e4 * (bestHitRate() - agentHitRate)) / 1e2;
  }

  @JsonProperty
  boolean within3Points() {
    return largest > 0 && pointsBelowBest() <= ALLOWED_POINTS;
  }
}
