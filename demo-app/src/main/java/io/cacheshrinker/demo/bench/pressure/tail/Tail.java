package io.cacheshrinker.demo.bench.pressure.tail;

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
 * Passes do not show in the tail: sixteen threads, and a backend of fixed capacity that a share of
 * the requests goes to whatever is cached. The ratio of variants that have no passes shows what the
 * machine alone makes of it; what the wave afterwards does to the backend is reported beside.
 */
public final class Tail extends PressureBench {
  private static final double MOST_RATIO = 1.2;

  public Tail() {
    super(
        "tail",
        "16 threads and a backend of fixed capacity: the slowest requests, with passes",
        TailVictim.class,
        Map.of(
            Load.RATE, 4000L,
            Service.KEYS, 52L,
            Service.DIRECT, 10L,
            Rig.PRIME, 40L,
            TailVictim.WORKERS, 4L,
            TailVictim.PAIRS, 6L,
            TailVictim.ROUND, 2L,
            TailVictim.PASSES, 4L,
            TailVictim.PRIORITY, 5L,
            TailVictim.HEIGHT, 52L),
        Map.of(TailVictim.PAIRS, 1L, TailVictim.ROUND, 1L));
  }

  @Override
  protected List<Double> candidates(Variant variant) {
    return variant == Variant.STATIC ? List.of(0.28, 0.34, 0.40) : variant.candidates();
  }

  /** The less the backend has to do the better. */
  @Override
  protected double cost(Row row) {
    return survived(row) ? 100 * row.number("backendMean") : OUT_OF_THE_QUESTION;
  }

  @Override
  protected void judge(String jvm, List<Row> ours, List<Check> checks) {
    checks.add(all(jvm + ": survives", ours, PressureBench::survived));
    checks.add(
        all(
            jvm + ": there were passes",
            ours,
            row -> row.has("passes") && row.number("passes") > 0));
    checks.add(atMost(jvm + ": p99.9 with passes ÷ without", ours, "p999Ratio", MOST_RATIO));
  }

  @Override
  public Optional<Picture> picture(List<Row> shown) {
    return bars(
        "How busy the backend was in the worst second of a wave",
        "of its capacity",
        shown,
        "backendPeak");
  }
}
