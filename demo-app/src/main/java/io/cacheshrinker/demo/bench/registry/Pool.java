package io.cacheshrinker.demo.bench.registry;

import java.util.Arrays;
import java.util.List;

/** A registry, and how the programs beside the agent call it. */
enum Pool {
  /** The agent's. */
  OURS("ours"),
  /** One lock for all; passes only try it. As Linux before v6.7. */
  RWLOCK("rwlock"),
  /** No lock for passes, but closing waits for all that are under way. As was reverted. */
  SRCU("srcu");

  final String label;

  Pool(String label) {
    this.label = label;
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(pool -> pool.label).toList();
  }
}
