package io.cacheshrinker.demo.bench.pressure.waves;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Collector;
import io.cacheshrinker.demo.bench.Picture;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.pressure.Course;
import io.cacheshrinker.demo.bench.pressure.PressureBench;
import io.cacheshrinker.demo.bench.pressure.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The right amount at the right time: when live data beside the caches goes up the caches give way,
 * no more than needed, and when it is gone they have their memory back. In the end loads have cost
 * no more than with the best fixed sizes, which somebody who knows the future has chosen.
 *
 * <p>What a load costs is counted by what it is meant to take, not by the clock, so that machines
 * that are busy otherwise measure the same.
 */
public final class PressureWaves extends PressureBench {
  private static final double MOST_RELATIVE_LOAD = 1.05;
  private static final double LEAST_REGAINED = 0.9;
  private static final double MOST_EVICTED = 1.5;
  private static final double MOST_LATE = 1.1;

  /** Where a collection of the whole heap stops the application. */
  private static final Set<String> STOPPING =
      Set.of(Collector.SERIAL.label(), Collector.PARALLEL.label(), Collector.G1.label());

  /** One wave will do to find a parameter. */
  public PressureWaves() {
    super(
        "pressure-waves",
        "live data comes and goes; caches give way, no more than needed, and come back",
        WavesVictim.class,
        Map.of(
            WavesVictim.HEIGHT, 25L, Timeline.WAVES, 5L, Timeline.HOLD, 2L, Timeline.RELEASE, 10L),
        Map.of(Timeline.WAVES, 1L, Timeline.RELEASE, 4L));
  }

  @Override
  protected double cost(Row row) {
    boolean keepsUp = finished(row) && row.number("late") <= MOST_LATE;
    return keepsUp ? row.number("loadMicrosPerRequest") : OUT_OF_THE_QUESTION;
  }

  @Override
  protected void complete(Row row, List<Row> results) {
    if (!row.has("neededMb")) {
      return;
    }
    row.with("evictedPerNeeded", row.number("evictedMb") / Math.max(1, row.number("neededMb")));
    for (Row best : where(beside(row, Variant.STATIC, results), PressureWaves::finished)) {
      row.with(
          "relativeLoad", row.number("loadMicrosPerRequest") / best.number("loadMicrosPerRequest"));
      double more = row.number("wholeCollections") - best.number("wholeCollections");
      row.with("moreCollectionsPerWave", more / row.number(Timeline.WAVES));
    }
  }

  @Override
  protected void judge(String jvm, List<Row> ours, List<Check> checks) {
    checks.add(all(jvm + ": no OutOfMemoryError, and to the end", ours, PressureWaves::finished));
    checks.add(atMost(jvm + ": load time ÷ best static", ours, "relativeLoad", MOST_RELATIVE_LOAD));
    if (STOPPING.contains(ours.get(0).text("gc"))) {
      checks.add(
          atMost(
              jvm + ": full collections a wave, over best static",
              ours,
              "moreCollectionsPerWave",
              1));
    }
    checks.add(atLeast(jvm + ": regained", ours, "regained", LEAST_REGAINED));
    checks.add(atMost(jvm + ": evicted ÷ needed", ours, "evictedPerNeeded", MOST_EVICTED));
  }

  private static boolean finished(Row row) {
    return survived(row) && row.text(WavesVictim.FINISHED).equals("true");
  }

  @Override
  public Optional<Picture> picture(List<Row> shown) {
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    Row first = shown.get(0);
    List<Picture.Line> lines = new ArrayList<>();
    for (Row row : shown) {
      if (jvm(row).equals(jvm(first)) && row.number("seed") == first.number("seed")) {
        lines.add(
            new Picture.Line(
                row.text("variant"), row.series(Course.SECONDS), row.series(WaveLog.CACHED)));
        if (is(Variant.OURS, row)) {
          lines.add(
              new Picture.Line(
                  "live, in no cache", row.series(Course.SECONDS), row.series(WaveLog.OTHER)));
        }
      }
    }
    return Optional.of(
        new Picture.Lines(
            "Held by all caches while other data comes and goes, " + jvm(first),
            "seconds",
            "MiB",
            lines));
  }
}
