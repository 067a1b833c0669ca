package io.cacheshrinker.demo.bench.registry;

import io.cacheshrinker.demo.bench.Bench;
import io.cacheshrinker.demo.bench.Cell;
import io.cacheshrinker.demo.bench.Collector;
import io.cacheshrinker.demo.bench.Jvm;
import io.cacheshrinker.demo.bench.Jvm.Choice;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.Settings;
import io.cacheshrinker.demo.bench.Spread;
import io.cacheshrinker.demo.bench.VictimFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A storm of caches that come and go, in turns: while others burn processors, which is the control,
 * while they run passes, and so on. All turns of a registry run in one JVM.
 */
record Storm(Bench bench, Settings settings, Jvm jvm, Pool pool, List<String> turns) {
  static final String AGAINST_CONTROL = "againstControl";

  /** Many short ones: a neighbour that comes and goes spoils some, and not the median. */
  private static final int ROUNDS = 11;

  private static final int TURN_MILLIS = 1_000;

  static final Map<String, Long> PARAMETERS =
      Map.of("threads", 9L, "passers", 2L, "standing", 100L, "entries", 2_000L);

  private String label() {
    return pool.label + " " + jvm;
  }

  /** One for each JVM and registry that the user wants. */
  static List<Cell> cells(Bench bench, Settings settings, List<String> turns) {
    List<Cell> cells = new ArrayList<>();
    List<String> wanted = settings.variantsOf(Pool.labels());
    for (Jvm jvm : settings.jvms(Choice.of(Collector.G1, 17))) {
      for (Pool pool : Pool.values()) {
        Storm storm = new Storm(bench, settings, jvm, pool, turns);
        if (wanted.contains(pool.label)) {
          cells.add(new Cell(storm.label(), storm::rows));
        }
      }
    }
    return cells;
  }

  private List<Row> rows() throws VictimFailed, InterruptedException {
    int rounds = settings.runsOr(ROUNDS);
    int millis = settings.seconds() == null ? TURN_MILLIS : 1_000 * settings.secondsOr(0);
    Turns measured =
        new Turns(
            Programs.program(settings, jvm, "StormVictim")
                .flags("-Xms512m", "-Xmx512m")
                .arguments(pool.label, rounds, millis)
                .arguments(parameter("threads"), parameter("passers"), parameter("standing"))
                .arguments(parameter("entries"))
                .arguments(String.join("+", turns).toUpperCase(Locale.ROOT))
                .limit(Duration.ofMillis(60_000 + 2L * rounds * turns.size() * millis))
                .run()
                .answer(),
            rounds);
    List<Row> rows = new ArrayList<>();
    for (String turn : turns) {
      Row row = Row.of(pool.label, jvm).with("meanwhile", turn);
      Spread ratio = measured.against(turn, Turns.BURN);
      row.with(AGAINST_CONTROL, ratio.median())
          .with(AGAINST_CONTROL + "Min", ratio.min())
          .with(AGAINST_CONTROL + "Max", ratio.max());
      rows.add(measured.addTo(row, turn));
    }
    return rows;
  }

  private long parameter(String name) {
    return settings.parameter(bench, name);
  }
}
