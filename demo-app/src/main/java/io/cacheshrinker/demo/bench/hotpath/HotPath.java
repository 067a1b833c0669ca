package io.cacheshrinker.demo.bench.hotpath;

import io.cacheshrinker.demo.bench.Bench;
import io.cacheshrinker.demo.bench.Cell;
import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Collector;
import io.cacheshrinker.demo.bench.Jvm;
import io.cacheshrinker.demo.bench.Jvm.Choice;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What reads and writes of a cache pay for the agent: nothing in a relaxed JVM, as nothing is woven
 * there.
 *
 * <p>Speed is operations by CPU time of the thread that works, since wall time would measure the
 * neighbours. The same program is not equally fast in every JVM, by some percent, as the compiler
 * sees other profiles; hence pairs, and an interval rather than a number.
 *
 * <p>The price of priming is printed and not judged: it is the difference between a cache that
 * records its reads and one that does not need to yet, and paid while the heap fills up.
 */
public final class HotPath implements Bench {
  private static final int PAIRS = 10;
  private static final int SECONDS = 2;
  private static final double AS_FAST = 0.99;

  @Override
  public String name() {
    return "hot-path";
  }

  @Override
  public String purpose() {
    return "reads and writes with the agent and without pressure; the price of priming";
  }

  @Override
  public List<Cell> cells(Settings settings) {
    List<Cell> cells = new ArrayList<>();
    for (Jvm jvm : settings.jvms(Choice.of(Collector.G1, 17), Choice.of(Collector.G1, 25))) {
      for (Scene scene : Scene.values()) {
        Pairs pairs =
            new Pairs(jvm, scene, settings, settings.runsOr(PAIRS), settings.secondsOr(SECONDS));
        cells.add(new Cell(pairs.label(), pairs::rows));
      }
    }
    return cells;
  }

  @Override
  public List<Check> judge(List<Row> rows) {
    List<Check> checks = new ArrayList<>();
    for (Row row : rows) {
      boolean primed = row.text("cache").equals(Scene.CAFFEINE_PRIMED.label);
      boolean ours = row.text("variant").equals(Pairs.OURS);
      if (ours) {
        boolean registered = row.number("shrinkers") == 1;
        checks.add(new Check(where(row) + "is registered", row.text("shrinkers"), registered));
      }
      if (ours && !primed) {
        checks.add(asFast(row));
      }
      if (primed) {
        boolean asMeant = row.text("recordsReads").equals(String.valueOf(ours));
        checks.add(new Check(where(row) + "reads recorded", row.text("recordsReads"), asMeant));
      }
      boolean quiet = row.number("passes") == 0;
      checks.add(new Check(where(row) + "no pass", row.text("passes"), quiet));
    }
    return checks;
  }

  private static Check asFast(Row row) {
    return new Check(
        where(row) + "speed, 95 % interval of the ratio reaches " + AS_FAST,
        String.format(
            Locale.ROOT,
            "%.3f (%.3f to %.3f)",
            row.number("ratio"),
            row.number("ratioLow"),
            row.number("ratioHigh")),
        row.number("ratioHigh") >= AS_FAST);
  }

  private static String where(Row row) {
    return row.label() + ", " + row.text("library") + ", " + row.text("cache") + ": ";
  }
}
