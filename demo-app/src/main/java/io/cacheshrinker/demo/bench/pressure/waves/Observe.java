package io.cacheshrinker.demo.bench.pressure.waves;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Picture;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.pressure.PressureBench;
import io.cacheshrinker.demo.bench.pressure.Service;
import io.cacheshrinker.demo.bench.pressure.Variant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code mode=observe} says would be evicted is what the agent does evict. The waves of {@link
 * PressureWaves} over caches that fit beside them into the heap, though above the marks, as nobody
 * helps where it is only observed. The two runs are JVMs of their own and know nothing of each
 * other.
 */
public final class Observe extends PressureBench {
  private static final double MOST_OFF = 0.15;

  /** No variant has a parameter, so nothing is searched. */
  public Observe() {
    super(
        "observe",
        "what mode=observe says would go is what goes",
        WavesVictim.class,
        Map.of(
            Service.KEYS, 56L,
            WavesVictim.HEIGHT, 25L,
            Timeline.WAVES, 5L,
            Timeline.HOLD, 2L,
            Timeline.RELEASE, 10L),
        Map.of());
  }

  @Override
  protected List<Variant> variants() {
    return List.of(Variant.OURS, Variant.OBSERVE);
  }

  @Override
  protected double cost(Row row) {
    return 0;
  }

  /** How far what is said is from what is done, of what is done. */
  @Override
  protected void complete(Row row, List<Row> results) {
    if (!is(Variant.OBSERVE, row) || !row.has(WavesVictim.WOULD_BE_FREED)) {
      return;
    }
    for (Row done : beside(row, Variant.OURS, results)) {
      if (done.has(WavesVictim.FREED) && done.number(WavesVictim.FREED) > 0) {
        double said = row.number(WavesVictim.WOULD_BE_FREED);
        row.with("off", Math.abs(said / done.number(WavesVictim.FREED) - 1));
      }
    }
  }

  @Override
  protected void judge(String jvm, List<Row> ours, List<Check> checks) {
    checks.add(
        all(
            jvm + ": evicts where it may",
            ours,
            row -> row.has(WavesVictim.FREED) && row.number(WavesVictim.FREED) > 0));
  }

  @Override
  protected void judgeAll(List<Row> results, List<Check> checks) {
    List<Row> observed = of(Variant.OBSERVE, results);
    observed.stream()
        .map(PressureBench::jvm)
        .distinct()
        .forEach(
            jvm -> {
              List<Row> rows = where(observed, row -> jvm(row).equals(jvm));
              checks.add(
                  all(
                      jvm + ": observing, it evicts nothing",
                      rows,
                      row -> row.has(WavesVictim.FREED) && row.number(WavesVictim.FREED) == 0));
              checks.add(
                  atMost(jvm + ": off by, of the entries really shed", rows, "off", MOST_OFF));
            });
  }

  @Override
  public Optional<Picture> picture(List<Row> shown) {
    return bars("What is said to go is off by", "share", shown, "off");
  }
}
