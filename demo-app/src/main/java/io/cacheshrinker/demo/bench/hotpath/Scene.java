package io.cacheshrinker.demo.bench.hotpath;

import io.cacheshrinker.demo.bench.Library;

/** A cache, and a heap around it. */
enum Scene {
  CAFFEINE_FULL(Library.CAFFEINE, "full", true, 0),
  /** As found in the wild: a maximum that nobody ever reaches. */
  CAFFEINE_OVERSIZED(Library.CAFFEINE, "oversized", false, 0),
  /** The same with live data between the marks where priming begins and where passes do. */
  CAFFEINE_PRIMED(Library.CAFFEINE, "oversized, heap filling up", false, 0.66),
  GUAVA_FULL(Library.GUAVA, "full", true, 0),
  GUAVA_OVERSIZED(Library.GUAVA, "oversized", false, 0);

  static final int ENTRIES = 1024;
  private static final int OVERSIZED = 1_000_000;

  final Library library;
  final String label;
  final double liveShare;
  private final boolean full;

  Scene(Library library, String label, boolean full, double liveShare) {
    this.library = library;
    this.label = label;
    this.full = full;
    this.liveShare = liveShare;
  }

  int maximum() {
    return full ? ENTRIES : OVERSIZED;
  }

  /** Whether the agent has the cache record who is read. */
  boolean primed() {
    return this == CAFFEINE_PRIMED;
  }
}
