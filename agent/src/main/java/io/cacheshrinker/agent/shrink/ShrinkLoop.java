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
 * pass that is due. Never dies: whatever a step throws is counted, also an OutOfMemoryError.
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
  private final Pass pass;
  private final HeapAfterGc gc = new HeapAfterGc();
  private final Effects effects;

  /** Lowered once, by whoever stops the agent; read between steps. */
  private volatile boolean running = true;

  ShrinkLoop(
      Registry registry,
      GcSignal signal,
      Runnable dropGate,
      ControlLaw law,
      Supplier<Mode> mode,
      Totals totals,
      Chronicle chronicle) {
    this.registry = registry;
    this.signal = signal;
    this.dropGate = dropGate;
    this.law = law;
    this.mode = mode;
    this.totals = totals;
    this.chronicle = chronicle;
    pass = new Pass(registry, chronicle);
    effects = new Effects(registry, pass, totals, chronicle, law::liveBytes);
  }

  @Override
  public void run() {
    while (running) {
      try {
        pass.ensureCapacity(registry.size() + SPARE_CACHES);
        while (running && signal.poll(gc)) {
          step();
        }
      } catch (Throwable survived) {
        totals.failed();
      }
      LockSupport.parkNanos(this, LOOK_NANOS);
    }
  }

  /** The pass in flight, if any, ends at its next call to a cache; any thread. */
  void giveWay() {
    pass.giveWay();
  }

  /** Ends the thread after its current step. */
  void stop() {
    running = false;
  }

  private void step() {
    if (mode.get() == Mode.OFF) {
      return;
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
    if (due && mode.get() == Mode.SHRINK) {
      shrink();
    }
  }

  private void shrink() {
    law.passBegins();
    long freedBytes = 0;
    try {
      freedBytes =
          law.greedy()
              ? pass.greedy(law.needBytes(), law.liveBytes())
              : pass.graded(law.needBytes(), ControlLaw.GENTLEST, law.liveBytes());
    } finally {
      Effects.fence(registry);
      law.passEnded(freedBytes, System.nanoTime());
      dropGate.run();
      totals.passed(pass);
    }
  }
}
