package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.agent.gc.GcSignal;
import io.cacheshrinker.agent.gc.HeapAfterGc;
import io.cacheshrinker.agent.options.Mode;
import io.cacheshrinker.agent.pressure.ControlLaw;
import io.cacheshrinker.agent.registry.Registry;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The shrink thread: takes one collection after another, lets the control law decide, and runs the
 * pass that is due; one that only counts, while people want to observe. Never dies: whatever a step
 * throws is counted, also an OutOfMemoryError.
 *
 * <p>If a callback gets stuck, another loop takes over ({@link #relieve}), and this one ends as
 * soon as the callback returns. In between it does nothing: it touches neither the signal nor the
 * law any more, which thus have one reader and one writer at a time.
 */
final class ShrinkLoop implements Runnable {
  private static final long LOOK_NANOS = 1_000_000_000L;
  static final int SPARE_CACHES = 64;

  private final Registry registry;
  private final GcSignal signal;
  private final Runnable dropGate;
  private final ControlLaw law;
  private final Supplier<Mode> mode;
  private final Totals totals;
  private final Chronicle chronicle;
  private final Runnable giveBackBuffers;
  private final Calls calls;
  private final Pass pass;
  private final HeapAfterGc gc = new HeapAfterGc();
  private final Effects effects;

  private final Told told = new Told();

  /**
   * Whether a last ditch is under way. A pass that begins in the moment in which it is set may run
   * beside it; accepted, as both shed no more than they may.
   */
  private volatile boolean waits;

  /** In which mode the last collection was looked at; this thread only. */
  private Mode lastMode;

  ShrinkLoop(
      Registry registry,
      GcSignal signal,
      Runnable dropGate,
      ControlLaw law,
      Supplier<Mode> mode,
      Totals totals,
      Chronicle chronicle,
      Runnable giveBackBuffers,
      Calls calls) {
    this.registry = registry;
    this.signal = signal;
    this.dropGate = dropGate;
    this.law = law;
    this.mode = mode;
    this.totals = totals;
    this.chronicle = chronicle;
    this.giveBackBuffers = giveBackBuffers;
    this.calls = calls;
    pass = new Pass(registry, calls, chronicle);
    pass.ensureCapacity(registry.size() + SPARE_CACHES);
    lastMode = mode.get();
    effects = new Effects(registry, pass, calls, totals, chronicle, law::liveBytes);
  }

  @Override
  public void run() {
    while (!calls.isReplaced()) {
      try {
        while (!calls.isReplaced() && signal.poll(gc)) {
          step();
        }
        pass.growIfRoom(registry.size() + SPARE_CACHES);
      } catch (Throwable survived) {
        totals.failed();
      }
      if (!calls.isReplaced()) {
        calls.clearInterrupt();
        LockSupport.parkNanos(this, LOOK_NANOS);
      }
    }
  }

  /**
   * A last ditch begins: the pass in flight, if any, ends at its next call to a cache, and none
   * begins before {@link #goOn}, or the same need would be met twice. Any thread.
   */
  void giveWay() {
    waits = true;
    pass.giveWay();
  }

  /** The last ditch has ended, or is stuck; any thread. */
  void goOn() {
    waits = false;
  }

  /**
   * Another loop takes over while this one is stuck in a callback: the law is told what the pass
   * has freed so far. The watchdog, after it has marked the call.
   */
  void relieve() {
    pass.giveWay();
    long evictedBytes = pass.evictedBytes();
    if (told.early(evictedBytes)) {
      ended(evictedBytes);
    }
  }

  /**
   * The gate is dropped before the law sets its fence, so that what a collection after the fence
   * says of a gate is said of this one.
   */
  private void ended(long evictedBytes) {
    dropGate.run();
    law.passEnded(evictedBytes, System.nanoTime());
  }

  private void step() {
    Mode now = mode.get();
    if (now == Mode.OFF) {
      return;
    }
    calls.dry(now == Mode.OBSERVE);
    if (now != lastMode) {
      law.startOver();
      lastMode = now;
    }
    long samples = law.samples();
    boolean due = law.accept(gc, effects);
    if (law.samples() > samples) {
      chronicle.pressure(
          law.liveBytes(),
          law.creditBytes(),
          law.capacityBytes(),
          law.priority(),
          due ? law.needBytes() : 0);
    }
    if (due && !waits && mode.get() == now) {
      shrink();
    }
  }

  private void shrink() {
    law.passBegins();
    giveBackBuffers.run();
    told.passBegins();
    try {
      pass.graded(law.needBytes(), ControlLaw.GENTLEST, law.priority(), law.liveBytes());
    } finally {
      pass.fence();
      ended(told.atEnd(pass.evictedBytes()));
      totals.passed(pass);
    }
  }
}
