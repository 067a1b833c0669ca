package io.cacheshrinker.demo.bench.startup;

/** What is given to {@code -javaagent}. */
enum Agent {
  NONE("none"),
  EMPTY("empty agent"),
  OURS("ours");

  final String label;

  Agent(String label) {
    this.label = label;
  }
}
