package io.cacheshrinker.demo.bench;

import java.util.List;

/** What a chart is to show, without how it is drawn. */
public sealed interface Picture {

  String title();

  /** Courses over time or over something else. */
  record Lines(String title, String xTitle, String yTitle, List<Line> lines) implements Picture {}

  /** One course; both lists have the same length. */
  record Line(String name, List<Double> x, List<Double> y) {}

  /**
   * Bars side by side in groups.
   *
   * @param groups below the axis
   */
  record Bars(String title, String yTitle, List<String> groups, List<Bar> bars)
      implements Picture {}

  /**
   * Bars of one colour, one for each group.
   *
   * @param heights 0 where there is nothing to show
   */
  record Bar(String name, List<Double> heights) {}
}
