package io.cacheshrinker.demo.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * Repeated measurements of one thing: the median, and how far they lie apart. No mean and no
 * deviation, since one run that another process disturbed would move both.
 */
public record Spread(double median, double min, double max, int runs) {

  /**
   * @throws IllegalArgumentException there are no values
   */
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }

  /** Of the differences of paired runs: what both had in common cancels out. */
  public static Spread ofDifferences(double[] values, double[] baseline) {
    requirePairs(values, baseline);
    double[] differences = new double[values.length];
    Arrays.setAll(differences, i -> values[i] - baseline[i]);
    return of(differences);
  }

  /** Of the ratios of paired runs. */
  public static Spread ofRatios(double[] values, double[] baseline) {
    requirePairs(values, baseline);
    double[] ratios = new double[values.length];
    Arrays.setAll(ratios, i -> values[i] / baseline[i]);
    return of(ratios);
  }

  /** Median with range, e.g. {@code 12.0 (9.5–31.2)}. */
  public String with(String format) {
    String pattern = "%1$" + format + " (%2$" + format + "–%3$" + format + ")";
    return String.format(Locale.ROOT, pattern, median, min, max);
  }

  private static void requirePairs(double[] values, double[] baseline) {
    if (values.length != baseline.length) {
      throw new IllegalArgumentException(
          values.length + " values against " + baseline.length + " of the baseline");
    }
  }
}
