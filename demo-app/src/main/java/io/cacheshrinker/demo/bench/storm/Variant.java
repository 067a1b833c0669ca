package io.cacheshrinker.demo.bench.storm;

import java.util.Arrays;
import java.util.List;

/** Who looks after the caches. */
enum Variant {
  NONE("none"),
  SOFT_VALUES("softValues"),
  USAGE_RESIZER("usage-resizer"),
  OURS("ours");

  final String label;

  Variant(String label) {
    this.label = label;
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(variant -> variant.label).toList();
  }

  static Variant labelled(String label) {
    return Arrays.stream(values())
        .filter(variant -> variant.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(label));
  }
}
