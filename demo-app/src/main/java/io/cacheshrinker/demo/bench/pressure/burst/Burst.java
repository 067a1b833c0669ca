package io.cacheshrinker.demo.bench.pressure.burst;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Picture;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.pressure.Load;
import io.cacheshrinker.demo.bench.pressure.PressureBench;
import io.cacheshrinker.demo.bench.pressure.Rig;
import io.cacheshrinker.demo.bench.pressure.Scene;
import io.cacheshrinker.demo.bench.pressure.Variant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Survives bursts: live data that does not fit beside the caches comes faster than collections are
 * announced, and the caches are out of the way in time. Each seed is one trial in a JVM of its own,
 * which any OutOfMemoryError ends, even one that was caught.
 */
public final class Burst extends PressureBench {
  private static final int TRIALS = 4;

  /** Without anybody, so few may survive that the bursts were bursts. */
  private static final double MOST_SURVIVORS_OF_NONE = 0.02;

  /** Of rows: 1 or 0, so that their mean is a rate. */
  private static final String SURVIVORS = "survivors";

  public Burst() {
    super(
        "burst",
        "live data that does not fit comes faster than collections are announced",
        BurstVictim.class,
        Map.of(Scene.HEAP, 256L, Load.RATE, 2000L, Load.THREADS, 4L, Rig.PRIME, 60L),
        Map.of());
  }

  @Override
  protected int runs() {
    return TRIALS;
  }

  @Override
  protected List<Double> candidates(Variant variant) {
    return variant == Variant.STATIC ? List.of(0.10, 0.20, 0.30) : variant.candidates();
  }

  /** The more it had cached the better, if it survived. */
  @Override
  protected double cost(Row row) {
    return survived(row) ? -row.number("cachedBeforeMb") : OUT_OF_THE_QUESTION;
  }

  @Override
  protected void complete(Row row, List<Row> results) {
    row.with(SURVIVORS, survived(row) ? 1 : 0);
  }

  @Override
  protected void judge(String jvm, List<Row> ours, List<Check> checks) {
    checks.add(all(jvm + ": survives every trial", ours, PressureBench::survived));
  }

  @Override
  protected void judgeAll(List<Row> results, List<Check> checks) {
    checks.add(all("the caches were full before", results, row -> row.has("burstMb")));
    List<Row> none = of(Variant.NONE, results);
    if (!none.isEmpty()) {
      long survivors = none.stream().filter(PressureBench::survived).count();
      checks.add(
          new Check(
              "without the agent at most 2 % of the trials survive",
              survivors + " of " + none.size(), survivors <= MOST_SURVIVORS_OF_NONE * none.size()));
    }
  }

  @Override
  public Optional<Picture> picture(List<Row> shown) {
    return bars("Trials survived", "share, mean", shown, SURVIVORS);
  }
}
