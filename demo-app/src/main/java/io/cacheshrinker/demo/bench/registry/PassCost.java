package io.cacheshrinker.demo.bench.registry;

import io.cacheshrinker.demo.bench.Answer;
import io.cacheshrinker.demo.bench.Bench;
import io.cacheshrinker.demo.bench.Cell;
import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Collector;
import io.cacheshrinker.demo.bench.Jvm;
import io.cacheshrinker.demo.bench.Jvm.Choice;
import io.cacheshrinker.demo.bench.Library;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.Settings;
import io.cacheshrinker.demo.bench.Victim;
import io.cacheshrinker.demo.bench.VictimFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a pass costs for each shrinker, in time and in bytes allocated, and what it takes to enter a
 * cache and leave it again while others do.
 */
public final class PassCost implements Bench {
  static final String SHRINKERS = "shrinkers";
  static final String FULL = "full";
  static final String MEASURED = "measured";
  static final String PASS = "pass";
  static final String PIN = "pin";
  static final String BYTES = "bytes of real caches";

  private static final int MOST = 100_000;
  private static final int[] SIZES = {100, 1_000, 10_000, MOST};
  private static final int[] THREADS = {1, 2, 4, 8};

  @Override
  public String name() {
    return "pass-cost";
  }

  @Override
  public String purpose() {
    return "time and bytes of a pass for each shrinker";
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of("caches", 1000L);
  }

  @Override
  public List<Cell> cells(Settings settings) {
    List<Cell> cells = new ArrayList<>();
    List<String> wanted = settings.variantsOf(Pool.labels());
    for (Jvm jvm : settings.jvms(Choice.of(Collector.G1, 17))) {
      for (Pool pool : Pool.values()) {
        if (wanted.contains(pool.label)) {
          cells.add(new Cell("passes " + pool.label + " " + jvm, () -> cost(settings, jvm, pool)));
          cells.add(new Cell("pins " + pool.label + " " + jvm, () -> pins(settings, jvm, pool)));
        }
      }
      if (wanted.contains(Pool.OURS.label)) {
        for (Tool tool : Tool.values()) {
          cells.add(new Cell("bytes, " + tool.label + " " + jvm, () -> bytes(settings, jvm, tool)));
        }
      }
    }
    return cells;
  }

  /** What may make the JVM allocate, and what has to be seen. */
  enum Tool {
    NONE("JFR off"),
    JFR("JFR on", "-XX:StartFlightRecording=settings=profile", "-Xlog:jfr+startup=off"),
    PLANTED("planted new");

    final String label;
    private final String[] flags;

    Tool(String label, String... flags) {
      this.label = label;
      this.flags = flags;
    }
  }

  private static List<Row> cost(Settings settings, Jvm jvm, Pool pool)
      throws VictimFailed, InterruptedException {
    Victim victim =
        Programs.program(settings, jvm, "PassCostVictim")
            .flags("-Xms1g", "-Xmx1g")
            .arguments(pool.label)
            .limit(Duration.ofMinutes(4));
    List<int[]> sizes = new ArrayList<>();
    for (int shrinkers : SIZES) {
      sizes.add(new int[] {shrinkers, shrinkers});
      sizes.add(new int[] {shrinkers, 0});
    }
    for (int full : SIZES) {
      if (full < MOST) {
        sizes.add(new int[] {MOST, full});
      }
    }
    sizes.forEach(size -> victim.arguments(size[0] + "/" + size[1]));
    Answer answer = victim.run().answer();
    return sizes.stream().map(size -> row(pool, jvm, answer, size[0], size[1])).toList();
  }

  private static Row row(Pool pool, Jvm jvm, Answer answer, int shrinkers, int full) {
    String key = shrinkers + "/" + full + ".";
    double nanos = answer.number(key + "nanosPerPass");
    return Row.of(pool.label, jvm)
        .with(MEASURED, PASS)
        .with(SHRINKERS, shrinkers)
        .with(FULL, full)
        .with("nanosPerPass", nanos)
        .with("nanosPerPassMin", answer.number(key + "nanosPerPassMin"))
        .with("nanosPerPassMax", answer.number(key + "nanosPerPassMax"))
        .with("nanosPerShrinker", nanos / shrinkers)
        .with("bytesPerPass", answer.number(key + "bytesPerPass"));
  }

  private static List<Row> pins(Settings settings, Jvm jvm, Pool pool)
      throws VictimFailed, InterruptedException {
    Victim victim = Programs.program(settings, jvm, "ContentionVictim").arguments(pool.label);
    for (int threads : THREADS) {
      victim.arguments(threads);
    }
    Answer answer = victim.run().answer();
    List<Row> rows = new ArrayList<>();
    for (int threads : THREADS) {
      rows.add(
          Row.of(pool.label, jvm)
              .with(MEASURED, PIN)
              .with("threads", threads)
              .with("sameCpuNanos", answer.number(PIN + "." + threads + ".same"))
              .with("ownCpuNanos", answer.number(PIN + "." + threads + ".own")));
    }
    return rows;
  }

  private List<Row> bytes(Settings settings, Jvm jvm, Tool tool)
      throws VictimFailed, InterruptedException {
    Victim victim =
        Programs.program(settings, jvm, "AllocationVictim")
            .uses(Library.CAFFEINE, Library.GUAVA)
            .flags("-Xms2g", "-Xmx2g")
            .flags(tool.flags)
            .arguments(settings.parameter(this, "caches"))
            .limit(Duration.ofMinutes(4));
    if (tool == Tool.PLANTED) {
      victim.arguments("planted");
    }
    return List.of(
        Row.of(Pool.OURS.label, jvm)
            .with(MEASURED, BYTES)
            .with("with", tool.label)
            .with(victim.run().answer()));
  }

  @Override
  public List<Check> judge(List<Row> rows) {
    return new PassCostClaims(rows).checks();
  }
}
