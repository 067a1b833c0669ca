package io.cacheshrinker.demo.bench.registry;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is claimed of a pass.
 *
 * <p>Linear in set bits: of a hundred thousand shrinkers, whether a hundred or all have something
 * to shed, each of these takes the same, up to a factor of five: all of them do not fit into the
 * processor's caches. And not in capacity: if all of them rest, the pass takes at most a fiftieth
 * of the time, a 64th being what one look for each map of bits would be. No bytes: below one for
 * each pass, as the JVM's counter itself is not moved by less than an object; a planted object at
 * each visit has to show.
 */
record PassCostClaims(List<Row> rows) {
  private static final int MOST = 100_000;
  private static final double MOST_TIMES_FOR_EACH = 5;
  private static final double MOST_OF_A_FULL_PASS = 0.02;
  private static final double SMALLEST_OBJECT_BYTES = 16;

  List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (Row row : rows) {
      if (!row.text("variant").equals(Pool.OURS.label)) {
        continue;
      }
      switch (row.text(PassCost.MEASURED)) {
        case PassCost.PASS -> pass(row, checks);
        case PassCost.BYTES -> bytes(row, checks);
        default -> {
          // Pins are shown, not judged: they depend on the number of processors.
        }
      }
    }
    return checks;
  }

  private void pass(Row row, List<Check> checks) {
    int shrinkers = (int) row.number(PassCost.SHRINKERS);
    int full = (int) row.number(PassCost.FULL);
    double bytes = row.number("bytesPerPass");
    checks.add(
        new Check(
            "%s, %d of %d full: no byte for a pass".formatted(row.label(), full, shrinkers),
            String.format(Locale.ROOT, "%.2f", bytes),
            bytes < 1));
    if (shrinkers == MOST && full > 100) {
      double each = nanosForEach(row, full);
      double least = nanosForEach(row, 100);
      checks.add(
          new Check(
              "%s: each of %d full ones at most 5 times one of 100".formatted(row.label(), full),
              String.format(Locale.ROOT, "%.1f ns against %.1f ns", each, least),
              each <= MOST_TIMES_FOR_EACH * least));
    }
    if (shrinkers == MOST && full == 0) {
      double share = nanos(row, shrinkers, 0) / nanos(row, shrinkers, shrinkers);
      checks.add(
          new Check(
              row.label() + ": 100000 that rest take at most 2 % of 100000 full ones",
              String.format(Locale.ROOT, "%.2f %%", 100 * share),
              share <= MOST_OF_A_FULL_PASS));
    }
  }

  /** Without what the walk over all maps takes, which is not for the full ones. */
  private double nanosForEach(Row of, int full) {
    return (nanos(of, MOST, full) - nanos(of, MOST, 0)) / full;
  }

  /** Of the same registry on the same JVM. */
  private double nanos(Row of, int shrinkers, int full) {
    return rows.stream()
        .filter(row -> row.label().equals(of.label()))
        .filter(row -> row.text(PassCost.MEASURED).equals(PassCost.PASS))
        .filter(row -> row.number(PassCost.SHRINKERS) == shrinkers)
        .filter(row -> row.number(PassCost.FULL) == full)
        .findFirst()
        .orElseThrow()
        .number("nanosPerPass");
  }

  private static void bytes(Row row, List<Check> checks) {
    double ours = row.number("ourBytesPerPass");
    double caches = row.number("caches");
    boolean planted = row.text("with").equals(PassCost.Tool.PLANTED.label);
    checks.add(
        new Check(
            row.label()
                + ", "
                + row.text("with")
                + (planted ? ": an object for each cache is seen" : ": no byte of ours for a pass"),
            String.format(Locale.ROOT, "%.2f bytes", ours),
            planted ? ours >= caches * SMALLEST_OBJECT_BYTES : ours < 1));
    checks.add(
        new Check(
            row.label() + ", " + row.text("with") + ": entries were shed",
            row.text("freed"),
            row.number("freed") > 0));
  }
}
