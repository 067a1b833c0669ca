package io.cacheshrinker.demo.bench.registry;

import io.cacheshrinker.demo.bench.Answer;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.Spread;
import java.util.stream.IntStream;

/**
 * What a storm answered: for each turn and round, operations for each second of CPU time, and how
 * long calls took.
 */
record Turns(Answer answer, int rounds) {
  static final String BURN = "burn";
  static final String PASSES = "passes";
  static final String STUCK = "stuck";

  /** Of a turn against the control of its own round. */
  Spread against(String turn, String control) {
    return Spread.ofRatios(all(turn, "perCpuSecond"), all(control, "perCpuSecond"));
  }

  Row addTo(Row row, String turn) {
    Spread perCpuSecond = Spread.of(all(turn, "perCpuSecond"));
    return row.with("perCpuSecond", perCpuSecond.median())
        .with("perCpuSecondMin", perCpuSecond.min())
        .with("perCpuSecondMax", perCpuSecond.max())
        .with("perSecond", median(turn, "perSecond"))
        .with("passes", median(turn, "passes"))
        .with("openP999Micros", median(turn, "openP999Micros"))
        .with("closeShare", median(turn, "closeShare"))
        .with("closeP50Micros", median(turn, "closeP50Micros"))
        .with("closeP99Micros", median(turn, "closeP99Micros"))
        .with("closeP999Micros", median(turn, "closeP999Micros"))
        .with("closeMaxMicros", median(turn, "closeMaxMicros"));
  }

  double median(String turn, String key) {
    return Spread.of(all(turn, key)).median();
  }

  private double[] all(String turn, String key) {
    return IntStream.range(0, rounds)
        .mapToDouble(round -> answer.number(turn + "." + round + "." + key))
        .toArray();
  }
}
