package io.cacheshrinker.demo.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A benchmark: what to measure, and what has to hold of it. */
public interface Bench {
  /** As typed by the user, e.g. {@code garbage-storm}. */
  String name();

  /** One line for the list of names. */
  String purpose();

  /** What of the load can be set with {@code --set}, and what it is otherwise. */
  default Map<String, Long> parameters() {
    return Map.of();
  }

  /**
   * What is to be measured, in this order, one at a time.
   *
   * @throws IllegalArgumentException the settings ask for what does not exist, e.g. a collector
   *     that a JDK does not have; the message is for the user
   */
  List<Cell> cells(Settings settings);

  /** What is claimed, with its limits, against the rows of all cells that could be measured. */
  List<Check> judge(List<Row> rows);

  /** Those rows that are the result, as they are shown; the others led to them. */
  default List<Row> shown(List<Row> rows) {
    return rows;
  }

  /** What {@link #shown} says, to be drawn; empty if there is nothing to see. */
  default Optional<Picture> picture(List<Row> shown) {
    return Optional.empty();
  }
}
