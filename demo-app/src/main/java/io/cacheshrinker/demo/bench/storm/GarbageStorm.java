package io.cacheshrinker.demo.bench.storm;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Never evicts because of garbage: a service with less than half of its capacity live, whose old
 * generation is full of garbage, loses nothing to the agent. So that an agent that does nothing
 * cannot pass, the same process comes under real pressure afterwards, and then has to evict.
 */
public final class GarbageStorm implements Bench {
  private static final int SECONDS = 8;
  private static final int RUNS = 1;
  private static final double MOST_LIVE = 0.5;
  private static final double LEAST_PEAK = 0.8;
  private static final int CACHES = 2;

  /** Where garbage has to grow old before it can fill the heap. */
  private static final Set<String> GENERATIONAL =
      Set.of(Collector.SERIAL.label(), Collector.PARALLEL.label(), Collector.G1.label());

  @Override
  public String name() {
    return "garbage-storm";
  }

  @Override
  public String purpose() {
    return "a healthy service with an old generation full of garbage keeps its caches";
  }

  @Override
  public List<Cell> cells(Settings settings) {
    List<Jvm> jvms =
        settings.jvms(
            Choice.of(Collector.SERIAL, 17),
            Choice.of(Collector.PARALLEL, 17),
            Choice.of(Collector.G1, 17),
            Choice.of(Collector.G1, 25),
            Choice.of(Collector.ZGC, 25));
    List<Cell> cells = new ArrayList<>();
    for (Jvm jvm : jvms) {
      for (String objects : List.of("small", "large")) {
        for (String variant : settings.variantsOf(Variant.labels())) {
          for (int run = 0; run < settings.runsOr(RUNS); run++) {
            Trial trial = new Trial(jvm, objects, Variant.labelled(variant), settings, run);
            cells.add(new Cell(trial.label(), trial::rows));
          }
        }
      }
    }
    return cells;
  }

  @Override
  public List<Check> judge(List<Row> rows) {
    List<Check> checks = new ArrayList<>();
    for (Row row : rows) {
      String where = row.label() + ", " + row.text("objects") + ": ";
      boolean ours = row.text("variant").equals(Variant.OURS.label);
      if (ours || row.text("variant").equals(Variant.NONE.label)) {
        checks.add(number(where + "live < 0.5", row, "live", row.number("live") < MOST_LIVE));
        String peak = GENERATIONAL.contains(row.text("gc")) ? "oldPeak" : "usedPeak";
        checks.add(number(where + peak + " > 0.8", row, peak, row.number(peak) > LEAST_PEAK));
      }
      if (ours) {
        checks.add(number(where + "no evictions", row, "evictions", row.number("evictions") == 0));
        checks.add(
            number(
                where + "both caches seen", row, "shrinkers", row.number("shrinkers") == CACHES));
        checks.add(
            number(
                where + "evicts under real pressure",
                row,
                "controlEvictions",
                row.number("controlEvictions") > 0));
      }
    }
    return checks;
  }

  private static Check number(String claim, Row row, String key, boolean holds) {
    double number = row.number(key);
    String seen =
        number == Math.rint(number)
            ? Long.toString((long) number)
            : String.format(Locale.ROOT, "%.2f", number);
    return new Check(claim, seen, holds);
  }

  /** One victim. */
  private record Trial(Jvm jvm, String objects, Variant variant, Settings settings, int run) {

    String label() {
      return jvm + " " + objects + " " + variant.label + (run == 0 ? "" : " #" + (run + 1));
    }

    List<Row> rows() throws VictimFailed, InterruptedException {
      long seed = settings.seed() + run;
      Victim victim =
          Victim.of(jvm, StormVictim.class)
              .uses(Library.CAFFEINE, Library.GUAVA)
              .flags("-Xms256m", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError")
              .flags(flagsFor(jvm.collector()))
              .arguments(variant.label, objects, settings.secondsOr(SECONDS), seed)
              .arguments(cachedShare(jvm.collector()));
      if (variant == Variant.OURS) {
        victim.agent(settings.agentJar(), "");
      }
      return List.of(
          Row.of(variant.label, jvm)
              .with("objects", objects)
              .with("seed", seed)
              .with(victim.run().answer()));
    }

    /**
     * So much that after a collection 40 to 49 % is in use. Concurrent collectors leave holes in
     * their regions, which count as used, so that the same data fills more of the heap.
     */
    private static double cachedShare(Collector collector) {
      return switch (collector) {
        case SERIAL, PARALLEL, G1 -> 0.38;
        case SHENANDOAH, GENSHEN -> 0.34;
        case ZGC -> 0.28;
      };
    }

    /** A small young generation, so that what survives one collection is promoted by the next. */
    private static String[] flagsFor(Collector collector) {
      return switch (collector) {
        case SERIAL, PARALLEL -> new String[] {"-Xmn32m"};
        case G1 ->
            new String[] {
              "-Xmn32m", "-XX:-G1UseAdaptiveIHOP", "-XX:InitiatingHeapOccupancyPercent=80"
            };
        case ZGC, SHENANDOAH, GENSHEN -> new String[0];
      };
    }
  }
}
