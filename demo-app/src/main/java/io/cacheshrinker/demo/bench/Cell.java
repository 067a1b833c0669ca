package io.cacheshrinker.demo.bench;

import java.util.List;

/**
 * The smallest part of a benchmark that can be run on its own.
 *
 * @param label unique within the benchmark
 */
public record Cell(String label, Plan plan) {

  /** A cell that needs no other, and is measured anew each time. */
  public Cell(String label, Measurement measurement) {
    this(label, before -> new Task("", measurement));
  }

  /** What is to be run once all cells before this one have been measured. */
  @FunctionalInterface
  public interface Plan {
    /**
     * @param before the rows of all cells before this one
     */
    Task after(List<Row> before);
  }

  /**
   * A measurement, and when an earlier one will do.
   *
   * @param key everything that decides the outcome beside the code, so that what was measured under
   *     the same key at the same commit need not be measured again; empty: it always is
   */
  public record Task(String key, Measurement measurement) {}

  /** Starts victims and makes rows of their answers. */
  @FunctionalInterface
  public interface Measurement {
    List<Row> take() throws VictimFailed, InterruptedException;
  }
}
