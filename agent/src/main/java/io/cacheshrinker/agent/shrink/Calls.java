package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.Shrinker;
import io.cacheshrinker.agent.options.Mode;
import io.cacheshrinker.agent.registry.Callbacks;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All calls that one worker makes into caches: each under the eyes of the watchdog, as the cache's
 * own application would make it, and none any more once another does the worker's work. Belongs to
 * one thread at a time; allocates nothing.
 *
 * <p>What runs in such a call may be the application's own code. It finds the context class loader
 * of its cache, as a thread pool that it makes grow would hand ours on to threads of its own. An
 * interrupt that it leaves behind is taken away: it was not meant for us, and would keep a thread
 * of ours from ever waiting again.
 */
final class Calls {
  private final Watch watch;
  private final Supplier<Mode> mode;

  /** On a thread of ours: nobody has any business with its interrupt status. */
  private final boolean ownThread;

  /**
   * Caches are asked what they hold and told nothing. Its worker only, between passes; the watchdog
   * reads it of a worker that it has seen in a pass.
   */
  private boolean dry;

  /** The next allocation may fail. Its worker only. */
  private boolean lastDitch;

  private @Nullable ClassLoader before;

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
    this(() -> Mode.SHRINK);
  }

  /** Calls for a person, on a thread of theirs, while the mode lets them. */
  Calls(Supplier<Mode> mode) {
    this(new Watch(Watch.Stand.NOBODY), mode, false);
  }

  /** Calls of a worker of ours. */
  Calls(Watch watch, Supplier<Mode> mode) {
    this(watch, mode, true);
  }

  private Calls(Watch watch, Supplier<Mode> mode, boolean ownThread) {
    this.watch = watch;
    this.mode = mode;
    this.ownThread = ownThread;
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

  /** From now on scans allocate nothing, where libraries let them; or do as always again. */
  void lastDitch(boolean nothingLeft) {
    lastDitch = nothingLeft;
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

  /** Whoever left it behind, an interrupt has no meaning on a thread of ours. */
  void clearInterrupt() {
    if (ownThread) {
      Thread.interrupted();
    }
  }

  long count(RegisteredShrinker shrinker, Object cache, String group) {
    long held = countHeld(shrinker, cache, group);
    return dry && held > 0 ? shrinker.dryRun().present(held) : held;
  }

  private long countHeld(RegisteredShrinker shrinker, Object cache, String group) {
    Callbacks callbacks = enter(shrinker, cache);
    try {
      return callbacks.count(cache, group);
    } finally {
      leave();
    }
  }

  /** Sheds, or counts what would go; STOP if a person has just said that nothing may. */
  long scan(RegisteredShrinker shrinker, Object cache, String group, long asked, long[] scanned) {
    if (!shrinker.mayShed()) {
      return Shrinker.STOP;
    }
    if (dry) {
      long held = countHeld(shrinker, cache, group);
      scanned[0] = shrinker.dryRun().shed(asked, Math.max(0, held));
      return scanned[0];
    }
    if (mode.get() != Mode.SHRINK) {
      return Shrinker.STOP;
    }
    Callbacks callbacks = enter(shrinker, cache);
    try {
      return lastDitch
          ? callbacks.lastDitch(cache, group, asked, scanned)
          : callbacks.scan(cache, group, asked, scanned);
    } finally {
      leave();
    }
  }

  /** Makes the library drop what has expired, of a cache that gives nothing else. */
  void sweep(RegisteredShrinker shrinker, Object cache, long[] scanned) {
    if (dry || mode.get() != Mode.SHRINK || !shrinker.maySweep()) {
      return;
    }
    Callbacks callbacks = enter(shrinker, cache);
    try {
      scanned[0] = 1;
      callbacks.scan(cache, 1, scanned);
    } finally {
      leave();
    }
  }

  void prime(RegisteredShrinker shrinker, Object cache) {
    Callbacks callbacks = enter(shrinker, cache);
    try {
      callbacks.prime(cache);
    } finally {
      leave();
    }
  }

  int sample(RegisteredShrinker shrinker, Object cache, Object[] triples) {
    Callbacks callbacks = enter(shrinker, cache);
    try {
      return callbacks.sample(cache, triples);
    } finally {
      leave();
    }
  }

  boolean statistics(RegisteredShrinker shrinker, Object cache, long[] counters) {
    Callbacks callbacks = enter(shrinker, cache);
    try {
      return callbacks.statistics(cache, counters);
    } finally {
      leave();
    }
  }

  boolean stored(RegisteredShrinker shrinker, Object cache, long[] hashes, int length) {
    Callbacks callbacks = enter(shrinker, cache);
    try {
      return callbacks.stored(cache, hashes, length);
    } finally {
      leave();
    }
  }

  private Callbacks enter(RegisteredShrinker shrinker, Object cache) {
    requireNotReplaced();
    Callbacks callbacks = shrinker.callbacks(cache);
    Thread worker = Thread.currentThread();
    before = worker.getContextClassLoader();
    ClassLoader theirs = cache.getClass().getClassLoader();
    worker.setContextClassLoader(theirs == null ? ClassLoader.getSystemClassLoader() : theirs);
    watch.enter(shrinker);
    return callbacks;
  }

  private void leave() {
    watch.leave();
    Thread.currentThread().setContextClassLoader(before);
    before = null;
    clearInterrupt();
  }
}
