package io.cacheshrinker.demo.bench.registry;

import io.cacheshrinker.demo.bench.Bench;
import io.cacheshrinker.demo.bench.Cell;
import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Collector;
import io.cacheshrinker.demo.bench.Jvm;
import io.cacheshrinker.demo.bench.Jvm.Choice;
import io.cacheshrinker.demo.bench.Library;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.Settings;
import io.cacheshrinker.demo.bench.VictimFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Real caches in thousands of groups, most of them being filled, with less memory than is put into
 * them: where does the time of the passes go? After the test that showed the kernel 40 % of its CPU
 * time in trying its lock (4001 groups, 3001 of them written to).
 *
 * <p>Judged by JFR's samples of the threads that run passes. In locks, outside of the callbacks:
 * one sample in a thousand is allowed, so that a wrong sample does not fail the run. In pinning and
 * unpinning: 1 %.
 */
public final class RegistryStress implements Bench {
  private static final int SECONDS = 25;
  private static final double MOST_IN_LOCKS = 0.001;
  private static final double MOST_IN_PINS = 0.01;
  private static final double LEAST_SAMPLES = 1_000;

  @Override
  public String name() {
    return "registry-stress";
  }

  @Override
  public String purpose() {
    return "where passes over thousands of groups spend their time";
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of(
        "caches", 4001L, "filled", 3001L, "limit", 900_000L, "writers", 2L, "passers", 2L);
  }

  @Override
  public List<Cell> cells(Settings settings) {
    List<Cell> cells = new ArrayList<>();
    List<String> wanted = settings.variantsOf(Pool.labels());
    for (Jvm jvm : settings.jvms(Choice.of(Collector.G1, 17))) {
      for (Pool pool : Pool.values()) {
        if (wanted.contains(pool.label)) {
          cells.add(new Cell(pool.label + " " + jvm, () -> rows(settings, jvm, pool)));
        }
      }
    }
    return cells;
  }

  private List<Row> rows(Settings settings, Jvm jvm, Pool pool)
      throws VictimFailed, InterruptedException {
    int seconds = settings.secondsOr(SECONDS);
    return List.of(
        Row.of(pool.label, jvm)
            .with(
                Programs.program(settings, jvm, "StressVictim")
                    .uses(Library.CAFFEINE)
                    .flags("-Xms768m", "-Xmx768m")
                    .flags("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints")
                    .arguments(pool.label)
                    .arguments(settings.parameter(this, "caches"))
                    .arguments(settings.parameter(this, "filled"))
                    .arguments(settings.parameter(this, "limit"))
                    .arguments(settings.parameter(this, "writers"))
                    .arguments(settings.parameter(this, "passers"))
                    .arguments(seconds)
                    .limit(Duration.ofSeconds(90 + 2L * seconds))
                    .run()
                    .answer()));
  }

  @Override
  public List<Check> judge(List<Row> rows) {
    List<Check> checks = new ArrayList<>();
    for (Row row : rows) {
      if (row.text("variant").equals(Pool.OURS.label)) {
        checks.add(
            new Check(
                row.label() + ": samples of passes ≥ 1000",
                row.text("passSamples"),
                row.number("passSamples") >= LEAST_SAMPLES));
        checks.add(share(row, "in locks, outside callbacks", "lockShare", MOST_IN_LOCKS));
        checks.add(share(row, "in pin and unpin", "pinShare", MOST_IN_PINS));
      }
    }
    return checks;
  }

  private static Check share(Row row, String what, String key, double most) {
    double share = row.number(key);
    return new Check(
        String.format(Locale.ROOT, "%s: %s < %.1f %%", row.label(), what, 100 * most),
        String.format(Locale.ROOT, "%.2f %%", 100 * share),
        share < most);
  }
}
