package io.cacheshrinker.demo.bench.pressure;

import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.Spread;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Which parameter is best for a variant on a JVM: of those that were out of the question for the
 * fewest seeds the one with the smallest median cost.
 *
 * @param tried rows of that variant on that JVM, all seeds and parameters
 * @param cost of a row; smaller is better, infinite is out of the question
 */
record Search(List<Row> tried, ToDoubleFunction<Row> cost) {

  /** The cost of a row whose parameter will not do at all. */
  static final double OUT_OF_THE_QUESTION = Double.POSITIVE_INFINITY;

  /** All parameters that were tried, the best first. */
  List<Double> ranking() {
    return tried.stream()
        .map(row -> Double.valueOf(row.text(Scene.PARAMETER)))
        .distinct()
        .map(this::candidate)
        .sorted(
            Comparator.comparingLong(Candidate::failures)
                .thenComparingDouble(Candidate::medianCost))
        .map(Candidate::parameter)
        .toList();
  }

  /** How a parameter did over all seeds. */
  private record Candidate(double parameter, long failures, double medianCost) {}

  private Candidate candidate(double parameter) {
    double[] costs =
        tried.stream()
            .filter(row -> Double.parseDouble(row.text(Scene.PARAMETER)) == parameter)
            .mapToDouble(cost)
            .toArray();
    double[] finite = Arrays.stream(costs).filter(Double::isFinite).toArray();
    return new Candidate(
        parameter,
        costs.length - finite.length,
        finite.length == 0 ? OUT_OF_THE_QUESTION : Spread.of(finite).median());
  }

  /** What was tried and what it cost, for the reader. */
  String inWords() {
    return tried.stream()
        .map(row -> row.text(Scene.PARAMETER) + ":" + (isAcceptable(row) ? cost(row) : "no"))
        .collect(Collectors.joining(" "));
  }

  boolean isAcceptable(Row row) {
    return Double.isFinite(cost.applyAsDouble(row));
  }

  private String cost(Row row) {
    return String.format(Locale.ROOT, "%.1f", cost.applyAsDouble(row));
  }
}
