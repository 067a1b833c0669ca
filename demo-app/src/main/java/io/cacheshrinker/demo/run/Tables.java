package io.cacheshrinker.demo.run;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The tables that a run ends with. */
final class Tables {
  private Tables() {}

  static Table sideBySide(PhaseResult without, PhaseResult with, @Nullable Base base) {
    Table table =
        new Table()
            .row("", "without", "with the agent")
            .row("survived", survived(without), survived(with))
            .row("requests", count(without.requests()), count(with.requests()))
            .row("errors", count(without.errors()), count(with.errors()))
            .row("wrong answers", count(without.wrong()), count(with.wrong()))
            .row("hit rate, page cache", percent(without.hitRate()), percent(with.hitRate()))
            .row(
                "hit rate, both caches",
                percent(without.bothHitRate()),
                percent(with.bothHitRate()))
            .row("p50 / p99, ms", latencies(without), latencies(with))
            .row("seconds", seconds(without), seconds(with))
            .row("full GCs (cycles)", count(without.fullGcs()), count(with.fullGcs()))
            .row("evicted by the agent", "-", orDash(with.evicted(), Tables::count))
            .row("passes", "-", orDash(with.passes(), Tables::count))
            .row(
                "agent's CPU time, ms",
                "-",
                orDash(with.agentCpuMillis(), ms -> format("%.0f", ms)));
    if (base != null) {
      table
          .row("agent's heap, reserve included, kB", "-", kilo(base.agentHeapBytes()))
          .row("live when caches are empty", base(base.without()), base(base.with()));
    }
    return table;
  }

  static Table fixedSizes(Comparison comparison, PhaseResult with) {
    Table table =
        new Table()
            .row("entries", "share", "survived", "page cache", "both", "p50 / p99, ms", "full GCs");
    for (Comparison.Row row : comparison.rows()) {
      table.row(line(count(row.cacheSize()), format("%.2f", row.share()), row.result()));
    }
    return table.row(line("with the agent", "", with));
  }

  private static String[] line(String name, String share, PhaseResult result) {
    return new String[] {
      name,
      share,
      survived(result),
      percent(result.hitRate()),
      percent(result.bothHitRate()),
      latencies(result),
      count(result.fullGcs())
    };
  }

  private static String survived(PhaseResult result) {
    if (result.survived()) {
      return "yes";
    }
    return "no, exit " + result.exit() + (result.outOfMemory() ? ", OutOfMemoryError" : "");
  }

  private static String latencies(PhaseResult result) {
    return format("%.1f / %.1f", result.p50Millis(), result.p99Millis());
  }

  private static String seconds(PhaseResult result) {
    return format("%.0f", result.seconds());
  }

  private static String count(long number) {
    return format("%,d", number);
  }

  private static String kilo(long bytes) {
    return count(bytes >> 10);
  }

  private static String percent(double rate) {
    return format("%.2f %%", 100 * rate);
  }

  private static String base(BaseLiveSet base) {
    return format("%,d kB, %.2f of capacity", base.liveBytes() >> 10, base.share());
  }

  private static <T> String orDash(
      @Nullable T value, java.util.function.Function<T, String> format) {
    return value == null ? "-" : format.apply(value);
  }

  private static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
