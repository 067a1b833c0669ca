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
 * Threads create, fill and close caches while passes run over the registry. After the test that
 * made the kernel revert its first lockless version: mounts and unmounts under reclaim.
 *
 * <p>The control is the same storm on the same registry while as many threads burn processors
 * instead of running passes. So 1 means that passes cost a storm their share of the processors and
 * nothing else. 2 % are left for what they evict from processor caches.
 */
public final class RegistryStorm implements Bench {
  private static final double LEAST = 0.98;

  @Override
  public String name() {
    return "registry-storm";
  }

  @Override
  public String purpose() {
    return "caches created and closed against running passes";
  }

  @Override
  public Map<String, Long> parameters() {
    return Storm.PARAMETERS;
  }

  @Override
  public List<Cell> cells(Settings settings) {
    return Storm.cells(this, settings, List.of(Turns.BURN, Turns.PASSES));
  }

  @Override
  public List<Check> judge(List<Row> rows) {
    List<Check> checks = new ArrayList<>();
    for (Row row : rows) {
      if (row.text("variant").equals(Pool.OURS.label) && row.text("meanwhile").equals("passes")) {
        double ratio = row.number(Storm.AGAINST_CONTROL);
        checks.add(
            new Check(
                row.label() + ": operations per CPU second ≥ 98 % of the control",
                String.format(Locale.ROOT, "%.1f %%", 100 * ratio),
                ratio >= LEAST));
        double passes = row.number("passes");
        checks.add(new Check(row.label() + ": passes ran", row.text("passes"), passes > 0));
      }
    }
    return checks;
  }
}
