package io.cacheshrinker.demo.bench;

import java.util.Arrays;

/**
 * Where the median of a quantity lies with 95 % confidence, by repeated measurements of it.
 *
 * <p>By order statistics: the number of values below the median is binomial, whatever their
 * distribution. Fewer than six values are not enough for 95 %; then it is their range.
 */
public record Interval(double low, double high) {
  private static final double DOUBT = 0.05;

  /**
   * @throws IllegalArgumentException there are no values
   */
  public static Interval ofMedian(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double exactly = Math.pow(0.5, n);
    double atMost = exactly;
    int outside = 0;
    while (2 * atMost <= DOUBT) {
      outside++;
      exactly *= (n - outside + 1.0) / outside;
      atMost += exactly;
    }
    int first = Math.max(0, outside - 1);
    return new Interval(sorted[first], sorted[n - 1 - first]);
  }
}
