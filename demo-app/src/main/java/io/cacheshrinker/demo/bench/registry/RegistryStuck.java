package io.cacheshrinker.demo.bench.registry;

import io.cacheshrinker.demo.bench.Bench;
import io.cacheshrinker.demo.bench.Cell;
import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The storm of {@link RegistryStorm} while a callback of another cache hangs for good: closing one
 * cache must not wait for the callback of another.
 *
 * <p>The limits. 90 % of the control, as the hanging thread also keeps things in processor caches
 * and the turns are short. The latency of close is compared with the turns in which nothing hangs:
 * at most twice as long and a time slice more, since with more threads than processors p99.9 is
 * made of time slices; a close that waits takes as long as the turn.
 */
public final class RegistryStuck implements Bench {
  private static final double LEAST = 0.90;
  private static final double MOST_TIMES = 2;
  private static final double MOST_MORE_MICROS = 4_000;

  @Override
  public String name() {
    return "registry-stuck";
  }

  @Override
  public String purpose() {
    return "the storm while another cache's callback hangs";
  }

  @Override
  public Map<String, Long> parameters() {
    return Storm.PARAMETERS;
  }

  @Override
  public List<Cell> cells(Settings settings) {
    return Storm.cells(this, settings, List.of(Turns.BURN, Turns.PASSES, Turns.STUCK));
  }

  @Override
  public List<Check> judge(List<Row> rows) {
    List<Check> checks = new ArrayList<>();
    for (Row stuck : rows) {
      if (stuck.text("variant").equals(Pool.OURS.label)
          && stuck.text("meanwhile").equals(Turns.STUCK)) {
        double ratio = stuck.number(Storm.AGAINST_CONTROL);
        checks.add(
            new Check(
                stuck.label() + ": operations per CPU second ≥ 90 % of the control",
                String.format(Locale.ROOT, "%.1f %%", 100 * ratio),
                ratio >= LEAST));
        rows.stream()
            .filter(row -> row.label().equals(stuck.label()))
            .filter(row -> row.text("meanwhile").equals(Turns.PASSES))
            .forEach(row -> checks.add(latency(stuck, row)));
      }
    }
    return checks;
  }

  private static Check latency(Row stuck, Row free) {
    double with = stuck.number("closeP999Micros");
    double without = free.number("closeP999Micros");
    return new Check(
        stuck.label() + ": p99.9 of close at most twice that without, and 4 ms",
        String.format(Locale.ROOT, "%.0f µs against %.0f µs", with, without),
        with <= MOST_TIMES * without + MOST_MORE_MICROS);
  }
}
