package io.cacheshrinker.demo.bench.pressure;

import java.util.Arrays;
import java.util.List;

/**
 * Who looks after the caches, and for those that have a parameter the values that the search tries.
 */
public enum Variant {
  /** Nobody: maxima that no heap can hold. */
  NONE("none"),
  /** The JVM: no maximum, values held softly. */
  SOFT_VALUES("softValues"),
  /** Fixed maxima, split with hindsight. The parameter: what all caches hold, of the capacity. */
  STATIC("static", 0.44, 0.52, 0.60, 0.66),
  /** See {@link UsageResizer}. The parameter: its threshold. */
  USAGE_RESIZER("usage-resizer", 0.60, 0.70, 0.80),
  /** See {@link EqualPercent}. The parameter: its share. */
  EQUAL_PERCENT("equal-percent", 0.05, 0.15, 0.35),
  /** The agent, as it comes. */
  OURS("ours"),
  /** The agent, that may only look on. */
  OBSERVE("observe");

  private final String label;
  private final List<Double> candidates;

  Variant(String label, Double... candidates) {
    this.label = label;
    this.candidates = List.of(candidates);
  }

  /** Whether the agent is there. */
  public boolean hasAgent() {
    return this == OURS || this == OBSERVE;
  }

  /** As shown, and as typed by the user. */
  public String label() {
    return label;
  }

  /** Parameters to be tried; empty: it has none. */
  public List<Double> candidates() {
    return candidates;
  }

  public static Variant labelled(String label) {
    return Arrays.stream(values())
        .filter(variant -> variant.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(label));
  }
}
