package io.cacheshrinker.demo.bench.birth;

import io.cacheshrinker.demo.bench.Bench;
import io.cacheshrinker.demo.bench.Cell;
import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Collector;
import io.cacheshrinker.demo.bench.Jvm;
import io.cacheshrinker.demo.bench.Jvm.Choice;
import io.cacheshrinker.demo.bench.Library;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a constructor pays for being seen by the agent, for caches that stay and for caches that
 * live for one request.
 *
 * <p>Time is CPU time of the thread that builds, since wall time would measure the neighbours; what
 * the agent's own thread takes beside it shows in the throughput, by the clock.
 *
 * <p>The limits. A birth hands over one weak reference, 40 bytes; building the smallest cache takes
 * some 1500. So 128 bytes leave room for what is not the same in every run, and still notice a
 * second object. A cache that stays also has its creation site looked up, a walk of the stack that
 * was seen to take up to 250 bytes and 2 µs. 3 µs are less than what the first use of a cache
 * takes. A cache that stays has a record, a bean and their names, some 1500 bytes; caches that are
 * gone leave nothing, where 1 MB of 200,000 is 5 bytes each and only covers what the collector and
 * the compiler do not do twice alike.
 */
public final class BirthCost implements Bench {
  private static final int RUNS = 5;

  private static final double MOST_EXTRA_MICROS = 3;
  private static final double MOST_EXTRA_BYTES_OF_A_KEPT = 300;
  private static final double MOST_EXTRA_BYTES = 128;
  private static final double MOST_RETAINED_BYTES_OF_A_KEPT = 2048;
  private static final double MOST_RETAINED_BYTES_OF_ALL_DROPPED = 1 << 20;

  @Override
  public String name() {
    return "birth-cost";
  }

  @Override
  public String purpose() {
    return "what the constructor of a cache pays for being seen";
  }

  @Override
  public List<Cell> cells(Settings settings) {
    List<Cell> cells = new ArrayList<>();
    for (Jvm jvm : settings.jvms(Choice.of(Collector.G1, 17), Choice.of(Collector.G1, 25))) {
      for (Library library : Library.values()) {
        for (Life life : Life.values()) {
          Series series = new Series(jvm, library, life, settings, settings.runsOr(RUNS));
          cells.add(new Cell(series.label(), series::rows));
        }
      }
    }
    return cells;
  }

  @Override
  public List<Check> judge(List<Row> rows) {
    List<Check> checks = new ArrayList<>();
    for (Row row : rows) {
      if (row.text("variant").equals(Series.OURS)) {
        judge(row, checks);
      }
    }
    return checks;
  }

  private static void judge(Row row, List<Check> checks) {
    checks.add(atMost(row, "µs more for a birth", row.number("extraMicros"), MOST_EXTRA_MICROS));
    boolean kept = row.text("life").equals(Life.KEPT.label);
    double mostBytes = kept ? MOST_EXTRA_BYTES_OF_A_KEPT : MOST_EXTRA_BYTES;
    checks.add(atMost(row, "bytes more for a birth", row.number("extraBytes"), mostBytes));
    double retained = row.number("extraRetainedBytes");
    if (kept) {
      double each = retained / row.number("births");
      checks.add(atMost(row, "bytes retained for each cache", each, MOST_RETAINED_BYTES_OF_A_KEPT));
      boolean all = row.number("shrinkers") == row.number("births");
      checks.add(new Check(where(row) + "all are registered", row.text("shrinkers"), all));
    } else {
      checks.add(
          atMost(row, "bytes retained in all", retained, MOST_RETAINED_BYTES_OF_ALL_DROPPED));
      boolean none = row.number("shrinkers") == 0;
      checks.add(new Check(where(row) + "none stays registered", row.text("shrinkers"), none));
    }
  }

  private static Check atMost(Row row, String what, double seen, double most) {
    return new Check(
        String.format(Locale.ROOT, "%s%s ≤ %.0f", where(row), what, most),
        String.format(Locale.ROOT, "%.2f", seen),
        seen <= most);
  }

  private static String where(Row row) {
    return "%s %s, %s, %s, %s threads: "
        .formatted(
            row.text("gc"),
            row.text("jdk"),
            row.text("library"),
            row.text("life"),
            row.text("threads"));
  }
}
