package io.cacheshrinker.demo.bench.birth;

/** How caches live. */
enum Life {
  /** Built at start, kept for good: a few thousand are more than any program has. */
  KEPT("kept", 1, 2_000),
  /** Built, used once and dropped with the request that built it. */
  REQUEST("request", 1, 200_000),
  REQUEST_BY_FOUR("request", 4, 200_000);

  final String label;
  final int threads;

  /** By all threads together. */
  final int births;

  Life(String label, int threads, int births) {
    this.label = label;
    this.threads = threads;
    this.births = births;
  }

  boolean kept() {
    return this == KEPT;
  }
}
