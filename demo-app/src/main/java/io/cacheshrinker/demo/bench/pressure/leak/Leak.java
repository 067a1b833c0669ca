package io.cacheshrinker.demo.bench.pressure.leak;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Picture;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.pressure.Load;
import io.cacheshrinker.demo.bench.pressure.PressureBench;
import io.cacheshrinker.demo.bench.pressure.Rig;
import io.cacheshrinker.demo.bench.pressure.Service;
import io.cacheshrinker.demo.bench.pressure.Variant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A leak is called a leak: the caches go down to their floors once, the agent says that caches are
 * not what fills the heap, and leaves them alone from then on. The end comes no sooner for it.
 */
public final class Leak extends PressureBench {
  private static final double LEAST_RELATIVE_SECONDS = 0.98;
  private static final double MOST_AGENT_CPU = 0.01;
  private static final double MOST_PASSES = 3;

  /** A leak that is three times as fast will do to find a parameter. */
  public Leak() {
    super(
        "leak",
        "data that is in no cache leaks; caches go once, and are left alone from then on",
        LeakVictim.class,
        Map.of(Load.RATE, 2000L, Service.KEYS, 40L, Rig.PRIME, 40L, LeakVictim.RATE, 30L),
        Map.of(LeakVictim.RATE, 90L));
  }

  /** Fixed sizes below what there is to cache. */
  @Override
  protected List<Double> candidates(Variant variant) {
    return variant == Variant.STATIC ? List.of(0.08, 0.16, 0.24) : variant.candidates();
  }

  /** The later it dies the better. */
  @Override
  protected double cost(Row row) {
    return row.has("seconds") ? -row.number("seconds") : OUT_OF_THE_QUESTION;
  }

  @Override
  protected void complete(Row row, List<Row> results) {
    for (Row none : beside(row, Variant.NONE, results)) {
      if (row.has("seconds") && none.has("seconds")) {
        row.with("relativeSeconds", row.number("seconds") / none.number("seconds"));
      }
    }
  }

  @Override
  protected void judge(String jvm, List<Row> ours, List<Check> checks) {
    checks.add(all(jvm + ": dies of OutOfMemoryError", ours, row -> !survived(row)));
    checks.add(
        all(
            jvm + ": floor reached once",
            ours,
            row -> row.has("floorReached") && row.number("floorReached") == 1));
    checks.add(
        all(
            jvm + ": called FUTILE",
            ours,
            row -> row.has("futile") && row.text("futile").equals("true")));
    checks.add(atMost(jvm + ": passes from there to FUTILE", ours, "passesToFutile", MOST_PASSES));
    checks.add(
        atLeast(
            jvm + ": time to OutOfMemoryError ÷ without the agent",
            ours,
            "relativeSeconds",
            LEAST_RELATIVE_SECONDS));
    checks.add(
        atMost(jvm + ": the agent's share of CPU time", ours, "agentCpuShare", MOST_AGENT_CPU));
  }

  @Override
  public Optional<Picture> picture(List<Row> shown) {
    return bars("Time to OutOfMemoryError while data leaks", "seconds", shown, "seconds");
  }
}
