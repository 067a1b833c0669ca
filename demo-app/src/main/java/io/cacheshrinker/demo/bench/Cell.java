package io.cacheshrinker.demo.bench;

import java.util.List;

/**
 * The smallest part of a benchmark that can be run on its own.
 *
 * @param label unique within the benchmark
 */
public record Cell(String label, Measurement measurement) {

  /** Starts victims and makes rows of their answers. */
  @FunctionalInterface
  public interface Measurement {
    List<Row> take() throws VictimFailed, InterruptedException;
  }
}
