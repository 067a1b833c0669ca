package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.agent.gc.GcSignal;
import io.cacheshrinker.agent.gc.HeapAfterGc;
import io.cacheshrinker.agent.options.Mode;
import io.cacheshrinker.agent.pressure.ControlLaw;
import io.cacheshrinker.agent.registry.Registry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The shrink thread: takes one collection after another, lets the control law decide, and runs the
 * pass that is due; one that only counts, while people want to observe. Never dies: whatever a step throws is counted, also an OutOfMemoryError.
 *
 * <p>If a callback gets stuck, another loop takes over ({@link #relieve}), and this one ends as
 * soon as the callback returns. In between it does nothing: it touches neither the signal nor the
 * law any more, which thus have one reader and one writer at a time.
 */
final class ShrinkLoop implements Runnable {
  private static final long LOOK_NANOS = 1_000_000_000L;
  private static final long UNDER_WAY = -1;
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

  /**
   * Bytes of the last pass that the law was told, or {@link #UNDER_WAY}. Exchanged by the loop when
   * its pass ends and by the watchdog when it relieves the loop, so that each byte is told once.
   */
  private final AtomicLong toldBytes = new AtomicLong();

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
    effects = new Effects(registry, pass, calls, totals, chronicle, law::liveBytes);
  }

  @Override
  public void run() {
    while (!calls.isReplaced()) {
      try {
        pass.ensureCapacity(registry.size() + SPARE_CACHES);
        while (!calls.isReplaced() && signal.poll(gc)) {
          step();
        }
      } catch (Throwable survived) {
        totals.failed();
      }
      if (!calls.isReplaced()) {
        LockSupport.parkNanos(this, LOOK_NANOS);
      }
    }
  }

  /** The pass in flight, if any, ends at its next call to a cache; any thread. */
  void giveWay() {
    pass.giveWay();
  }

  /**
   * Another loop takes over while this one is stuck in a callback: the law is told what the pass
   * has freed so far. The watchdog, after it has marked the call.
   */
  void relieve() {
    pass.giveWay();
    long freed = pass.freedBytes();
    if (toldBytes.compareAndSet(UNDER_WAY, freed)) {
      law.passEnded(inTruth(freed), System.nanoTime());
      dropGate.run();
    }
  }

  /** What only would have gone is no credit: it is not going to be collected. */
  private long inTruth(long freedBytes) {
    return calls.isDry() ? 0 : freedBytes;
  }

  private void step() {
    Mode now = mode.get();
    if (now == Mode.OFF) {
      return;
    }
    calls.dry(now == Mode.OBSERVE);
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
    if (due && mode.get() == now) {
      shrink();
    }
  }

  private void shrink() {
    law.passBegins();
    giveBackBuffers.run();
    toldBytes.set(UNDER_WAY);
    try {
      if (law.greedy()) {
        pass.greedy(law.needBytes(), law.liveBytes());
      } else {
        pass.graded(law.needBytes(), ControlLaw.GENTLEST, law.liveBytes());
      }
    } finally {
      pass.fence();
      long freedBytes = pass.freedBytes();
      long told = toldBytes.getAndSet(freedBytes);
      long untold = told == UNDER_WAY ? freedBytes : freedBytes - told;
      law.passEnded(inTruth(untold), System.nanoTime());
      dropGate.run();
      totals.passed(pass, calls.isDry());
    }
  }
}
