package io.cacheshrinker.demo.bench.startup;

import io.cacheshrinker.demo.bench.Bench;
import io.cacheshrinker.demo.bench.Cell;
import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Collector;
import io.cacheshrinker.demo.bench.Jvm.Choice;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The price of {@code -javaagent} with ours behind it, over an agent that does nothing.
 *
 * <p>Time is that of the whole process; the programs take turns in random order and are compared
 * run by run. Classes and heap are counted in runs of their own, where the program waits until the
 * agent has weighed its cache. The heap is counted without the ballast of the tripwire, which is 3
 * % of any heap by design and goes first when memory is short; with it, in a column of its own.
 */
public final class Startup implements Bench {
  private static final int RUNS = 11;

  private static final double MOST_MS_WITHOUT_CACHE = 30;
  private static final double MOST_MS_OF_FIRST_CACHE = 60;
  private static final double MOST_CLASSES_WITHOUT_CACHE = 5;
  private static final double MOST_RETAINED_MB = 3;

  @Override
  public String name() {
    return "startup";
  }

  @Override
  public String purpose() {
    return "what the agent costs before it has anything to do, over an empty agent";
  }

  @Override
  public List<Cell> cells(Settings settings) {
    Path emptyAgent = EmptyAgentJar.write();
    int runs = settings.runsOr(RUNS);
    return settings.jvms(Choice.of(Collector.G1, 17), Choice.of(Collector.G1, 25)).stream()
        .map(jvm -> new Launch(jvm, emptyAgent, settings))
        .map(
            launch ->
                new Cell(
                    launch.jvm().toString(),
                    () -> new Series(launch, runs, settings.seed()).rows()))
        .toList();
  }

  @Override
  public List<Check> judge(List<Row> rows) {
    List<Check> checks = new ArrayList<>();
    for (Row row : rows) {
      if (row.text("variant").equals(Agent.OURS.label)) {
        if (row.text("program").equals(App.PLAIN.label)) {
          judgeWithoutCache(row, checks);
        } else {
          judgeWithCache(row, checks);
        }
      }
    }
    return checks;
  }

  private static void judgeWithoutCache(Row row, List<Check> checks) {
    checks.add(atMost(row, "ms over the empty agent", "overEmptyMs", MOST_MS_WITHOUT_CACHE));
    checks.add(
        atMost(
            row,
            "classes that the empty agent does not load",
            "extraClasses",
            MOST_CLASSES_WITHOUT_CACHE));
    checks.add(atMost(row, "classes of Byte Buddy", "byteBuddyClasses", 0));
  }

  private static void judgeWithCache(Row row, List<Check> checks) {
    checks.add(atMost(row, "ms more for the first cache", "firstCacheMs", MOST_MS_OF_FIRST_CACHE));
    checks.add(atMost(row, "MB retained in all", "extraRetainedMb", MOST_RETAINED_MB));
    checks.add(
        new Check(
            where(row) + "the agent weighs the cache (else its work was not counted)",
            row.text("settled"),
            row.text("settled").equals("true")));
  }

  private static Check atMost(Row row, String what, String key, double most) {
    return new Check(
        String.format(Locale.ROOT, "%s%s ≤ %.0f", where(row), what, most),
        String.format(Locale.ROOT, "%.1f", row.number(key)),
        row.number(key) <= most);
  }

  private static String where(Row row) {
    return row.text("gc") + " " + row.text("jdk") + ", " + row.text("program") + ": ";
  }
}
