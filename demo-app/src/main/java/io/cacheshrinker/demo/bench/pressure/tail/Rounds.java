package io.cacheshrinker.demo.bench.pressure.tail;

import io.cacheshrinker.demo.bench.Spread;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Rounds of the same length, with passes and without, in the order with, without, without, with:
 * what is the same for both, the machine above all, cancels out in the ratio of a pair, and a
 * disturbance that meets few pairs does not move the median over them.
 */
final class Rounds {
  private static final int DIGITS = 3;
  private static final double TAIL = 99.9;

  private final int pairs;
  private final List<Double> ratios = new ArrayList<>();
  private final Histogram with = new Histogram(DIGITS);
  private final Histogram without = new Histogram(DIGITS);
  private double first;

  Rounds(int pairs) {
    this.pairs = pairs;
  }

  int count() {
    return 2 * pairs;
  }

  /** Whether there are passes in a round, counted from 0. */
  static boolean isWith(int round) {
    return round % 4 == 0 || round % 4 == 3;
  }

  /** The latencies of a round; rounds come in their order. */
  void add(int round, Histogram latencies) {
    (isWith(round) ? with : without).add(latencies);
    double tail = latencies.getValueAtPercentile(TAIL);
    if (round % 2 == 0) {
      first = tail;
    } else {
      ratios.add(isWith(round) ? tail / Math.max(1, first) : first / Math.max(1, tail));
    }
  }

  /** Of the latency at the tail with passes by that without, over the pairs. */
  Spread ratio() {
    return ratios.isEmpty()
        ? Spread.of(0)
        : Spread.of(ratios.stream().mapToDouble(Double::doubleValue).toArray());
  }

  double withMillis() {
    return with.getValueAtPercentile(TAIL) / 1e6;
  }

  double withoutMillis() {
    return without.getValueAtPercentile(TAIL) / 1e6;
  }
}
