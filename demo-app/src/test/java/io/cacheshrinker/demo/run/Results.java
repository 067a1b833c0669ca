package io.cacheshrinker.demo.run;

import io.cacheshrinker.demo.driver.Outcome;
import io.cacheshrinker.demo.driver.ServiceStats;

/** Results as runs have them. */
final class Results {
  private Results() {}

  static PhaseResult died() {
    return PhaseResult.of(outcome(80_264, 39, 0, false, .689), 3, true, null);
  }

  static PhaseResult lived() {
    return lived(.66);
  }

  static PhaseResult lived(double hitRate) {
    return PhaseResult.of(
        outcome(116_215, 0, 0, true, hitRate),
        0,
        false,
        new AgentNumbers(12_345, 6, "RELAXED", 78.9));
  }

  static Outcome outcome(long requests, long errors, long wrong, boolean finished, double hitRate) {
    long hits = Math.round(hitRate * 100_000);
    var numbers = new ServiceStats.CacheNumbers(hits, 100_000 - hits, 0, 9);
    return new Outcome(
        requests,
        errors,
        wrong,
        finished,
        30,
        1,
        20,
        90,
        new ServiceStats(numbers, numbers, 4),
        errors == 0 ? null : "refused");
  }
}
