package io.cacheshrinker.demo.bench.pressure.warmup;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Collector;
import io.cacheshrinker.demo.bench.Jvm.Choice;
import io.cacheshrinker.demo.bench.Picture;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.pressure.PressureBench;
import io.cacheshrinker.demo.bench.pressure.Rig;
import io.cacheshrinker.demo.bench.pressure.Scene;
import io.cacheshrinker.demo.bench.pressure.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A start is not pressure: caches that are filled while the heap grows from small to large lose
 * nothing as long as live data stays below the low mark.
 */
public final class Warmup extends PressureBench {
  private static final double LOW = 0.68;

  /** Below it, nobody would be tempted. */
  private static final double LEAST_LIVE = 0.45;

  public Warmup() {
    super(
        "warmup",
        "caches that are filled while the heap grows lose nothing",
        WarmupVictim.class,
        Map.of(
            Scene.FIRST_HEAP, 32L,
            Service.KEYS, 52L,
            Service.SKEW, 60L,
            Service.GARBAGE, 8192L,
            Rig.PRIME, 60L,
            WarmupVictim.SERVE, 8L),
        Map.of(WarmupVictim.SERVE, 2L));
  }

  @Override
  protected List<Choice> choices() {
    return List.of(
        Choice.of(Collector.SERIAL, 17), Choice.of(Collector.G1, 17), Choice.of(Collector.ZGC, 25));
  }

  /** The fewer evictions the better. */
  @Override
  protected double cost(Row row) {
    return row.has("evictions") ? row.number("evictions") : OUT_OF_THE_QUESTION;
  }

  @Override
  protected void judge(String jvm, List<Row> ours, List<Check> checks) {
    checks.add(
        all(
            jvm + ": between %.2f and %.2f live".formatted(LEAST_LIVE, LOW),
            ours,
            row -> row.has("live") && row.number("live") > LEAST_LIVE && row.number("live") < LOW));
    checks.add(
        all(
            jvm + ": the heap grew",
            ours,
            row ->
                row.has("live") && row.number("committedMb") > row.number("committedAtStartMb")));
    checks.add(
        all(
            jvm + ": no evictions",
            ours,
            row -> row.has("evictions") && row.number("evictions") == 0));
    checks.add(
        all(
            jvm + ": evicts under real pressure",
            ours,
            row -> row.has("controlEvictions") && row.number("controlEvictions") > 0));
  }

  @Override
  public Optional<Picture> picture(List<Row> shown) {
    return bars("Evictions while the heap grows", "entries", shown, "evictions");
  }
}
