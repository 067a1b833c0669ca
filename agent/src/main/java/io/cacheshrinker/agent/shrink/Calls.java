package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.agent.registry.RegisteredShrinker;

/**
 * All calls that one worker makes into caches: each under the eyes of the watchdog, and none any
 * more once another does the worker's work. Belongs to one thread at a time; allocates nothing.
 */
final class Calls {
  private final Watch watch;

  /** Caches are asked what they hold and told nothing; its worker only, between passes. */
  private boolean dry;

  /** The worker was replaced while a callback did not return: it has no business any more. */
  static final class Replaced extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Replaced() {
      super("replaced", null, false, false);
    }
  }

  private static final Replaced REPLACED = new Replaced();

  /** Calls of a worker that nobody takes over from. */
  Calls() {
    this(new Watch(Watch.Stand.NOBODY));
  }

  Calls(Watch watch) {
    this.watch = watch;
  }

  Watch watch() {
    return watch;
  }

  /** From now on scans only count what would go, and counts leave out what would have gone. */
  void dry(boolean onlyCounts) {
    dry = onlyCounts;
  }

  boolean isDry() {
    return dry;
  }

  /** Whether another does the work. */
  boolean isReplaced() {
    return watch.isReplaced();
  }

  /** Ends what the worker is at, if another does it. */
  void requireNotReplaced() {
    if (watch.isReplaced()) {
      throw REPLACED;
    }
  }

  long count(RegisteredShrinker shrinker, Object cache, String group) {
    long held = countHeld(shrinker, cache, group);
    return dry && held > 0 ? shrinker.dryRun().present(held) : held;
  }

  private long countHeld(RegisteredShrinker shrinker, Object cache, String group) {
    enter(shrinker);
    try {
      return shrinker.callbacks(cache).count(cache, group);
    } finally {
      watch.leave();
    }
  }

  long scan(RegisteredShrinker shrinker, Object cache, String group, long asked, long[] scanned) {
    if (dry) {
      long held = countHeld(shrinker, cache, group);
      scanned[0] = shrinker.dryRun().shed(asked, Math.max(0, held));
      return scanned[0];
    }
    enter(shrinker);
    try {
      return shrinker.callbacks(cache).scan(cache, group, asked, scanned);
    } finally {
      watch.leave();
    }
  }

  void prime(RegisteredShrinker shrinker, Object cache) {
    enter(shrinker);
    try {
      shrinker.callbacks(cache).prime(cache);
    } finally {
      watch.leave();
    }
  }

  int sample(RegisteredShrinker shrinker, Object cache, Object[] triples) {
    enter(shrinker);
    try {
      return shrinker.callbacks(cache).sample(cache, triples);
    } finally {
      watch.leave();
    }
  }

  boolean statistics(RegisteredShrinker shrinker, Object cache, long[] counters) {
    enter(shrinker);
    try {
      return shrinker.callbacks(cache).statistics(cache, counters);
    } finally {
      watch.leave();
    }
  }

  private void enter(RegisteredShrinker shrinker) {
    requireNotReplaced();
    watch.enter(shrinker);
  }
}
