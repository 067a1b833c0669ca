package io.cacheshrinker.demo.bench.storm;

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
import java.util.Map;
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

  private static final String HEAP = "heapMb";
  private static final String SMALL_RATE = "smallMbPerSecond";
  private static final String LARGE_RATE = "largeMbPerSecond";

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
  public Map<String, Long> parameters() {
    return Map.of(HEAP, 384L, SMALL_RATE, 200L, LARGE_RATE, 150L);
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
      for (boolean large : new boolean[] {false, true}) {
        for (String variant : settings.variantsOf(Variant.labels())) {
          for (int run = 0; run < settings.runsOr(RUNS); run++) {
            Trial trial = trial(jvm, large, Variant.labelled(variant), settings, run);
            cells.add(new Cell(trial.label(), trial::rows));
          }
        }
      }
    }
    return cells;
  }

  private Trial trial(Jvm jvm, boolean large, Variant variant, Settings settings, int run) {
    Weather weather =
        new Weather(
            variant,
            large,
            settings.secondsOr(SECONDS),
            settings.seed() + run,
            cachedShare(jvm.collector()),
            settings.parameter(this, large ? LARGE_RATE : SMALL_RATE));
    return new Trial(jvm, weather, settings.parameter(this, HEAP), settings);
  }

  /**
   * So much that after a collection 40 to 49 % is in use. Concurrent collectors leave holes in
   * their regions, which count as used, so that the same data fills more of the heap.
   */
  private static double cachedShare(Collector collector) {
    return switch (collector) {
      case SERIAL, PARALLEL, G1 -> 0.36;
      case SHENANDOAH, GENSHEN -> 0.34;
      case ZGC -> 0.28;
    };
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
}
