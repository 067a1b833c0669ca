package io.cacheshrinker.demo.bench.pressure;

import io.cacheshrinker.demo.bench.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How some numbers went over time: a point each half second, for charts. */
public final class Course {
  /** Of the series of times. */
  public static final String SECONDS = "courseSeconds";

  private static final double APART_SECONDS = 0.5;

  private final List<Double> seconds = new ArrayList<>();
  private final Map<String, List<Double>> values = new TreeMap<>();

  /** Takes a point, unless the last one is too near; always with the same names. */
  public void add(double second, Map<String, Double> point) {
    if (seconds.isEmpty() || second - seconds.get(seconds.size() - 1) >= APART_SECONDS) {
      seconds.add(second);
      point.forEach(
          (name, value) -> values.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
    }
  }

  /** Adds all series to what a victim has to say. */
  public Answer in(Answer answer) {
    answer.with(SECONDS, series(seconds));
    values.forEach((name, series) -> answer.with(name, series(series)));
    return answer;
  }

  private static String series(List<Double> numbers) {
    return numbers.stream()
        .map(number -> Double.toString(Math.round(number * 10) / 10.0))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
