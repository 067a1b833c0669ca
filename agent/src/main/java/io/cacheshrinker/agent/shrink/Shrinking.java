package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.agent.gc.Collector;
import io.cacheshrinker.agent.gc.JvmGcSignal;
import io.cacheshrinker.agent.gc.Tripwire;
import io.cacheshrinker.agent.options.Mode;
import io.cacheshrinker.agent.pressure.ControlLaw;
import io.cacheshrinker.agent.pressure.Marks;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.agent.size.Walker;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The stage as a whole: signal, law, passes and last ditch of one JVM, started once.
 *
 * <p>Three threads come together here. The <em>shrink thread</em> ({@link ShrinkLoop}) decides and
 * runs the normal passes. The <em>tripwire's thread</em> runs a greedy pass of its own when the
 * heap is full, for which the normal pass in flight gives way. The agent's own thread calls {@link
 * #tend} every half second or so. They share the registry and the law, which say how.
 */
public final class Shrinking {
  /** Share of the capacity that the last ditch sheds. */
  private static final double LAST_DITCH_SHARE = 0.25;

  private static final double NEVER = Double.MAX_VALUE;

  private final Registry registry;
  private final ControlLaw law;
  private final Totals totals = new Totals();
  private final Upkeep upkeep;
  private final Marks marks;
  private final Chronicle.Factory chronicles;

  /** Of the tripwire's thread. */
  private final Chronicle lastDitchChronicle;

  /**
   * The tripwire's pass, made before it is needed. Replaced by a larger one, never grown, as the
   * tripwire's thread may be in it.
   */
  private volatile Pass lastDitch;

  /** Read by every pass before it starts; set by people. */
  private volatile Mode mode;

  private @Nullable ShrinkLoop loop;
  private @Nullable JvmGcSignal signal;
  private @Nullable Tripwire tripwire;

  /** The stage, not started: nothing happens before {@link #start}, people's operations apart. */
  public Shrinking(
      Registry registry,
      Collector collector,
      Marks marks,
      Mode mode,
      Walker walker,
      Chronicle.Factory chronicles) {
    this.registry = registry;
    this.marks = marks;
    this.mode = mode;
    this.chronicles = chronicles;
    lastDitchChronicle = chronicles.create();
    law = new ControlLaw(collector, marks);
    upkeep = new Upkeep(registry, walker);
    lastDitch = new Pass(registry, lastDitchChronicle);
    lastDitch.ensureCapacity(ShrinkLoop.SPARE_CACHES);
  }

  /**
   * Starts listening to collections.
   *
   * @param withTripwire whether to arm the last ditch too
   * @return false if this JVM sends no notifications: then caches shrink by hand only
   */
  public boolean start(Collector collector, boolean withTripwire) {
    AtomicReference<@Nullable ShrinkLoop> body = new AtomicReference<>();
    Thread thread = new Thread(null, () -> runLoop(body), "cache-shrinker-shrink", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Shrinking.class.getClassLoader());
    Tripwire wire = withTripwire ? new Tripwire(law::capacityBytes, this::lastDitch) : null;
    JvmGcSignal opened =
        JvmGcSignal.open(
            collector,
            thread,
            wire == null ? () -> 0 : wire::ballastBytes,
            wire == null ? () -> {} : wire::touch);
    if (opened == null) {
      return false;
    }
    law.startingCapacity(opened.initialCapacityBytes());
    signal = opened;
    tripwire = wire;
    loop =
        new ShrinkLoop(
            registry, opened, opened::dropGate, law, this::mode, totals, chronicles.create());
    body.set(loop);
    thread.start();
    if (wire != null) {
      wire.start();
    }
    return true;
  }

  private static void runLoop(AtomicReference<@Nullable ShrinkLoop> body) {
    ShrinkLoop loop = body.get();
    if (loop != null) {
      loop.run();
    }
  }

  /** Everything that wants doing now and then: the agent's own thread, every half second or so. */
  public void tend() {
    if (mode == Mode.OFF) {
      return;
    }
    boolean mayPrime = mode == Mode.SHRINK;
    double growBytes = law.capacityBytes() > 0 ? marks.grow() * law.capacityBytes() : NEVER;
    upkeep.look(mayPrime && law.aboveGrow(), mayPrime ? growBytes : NEVER);
    Tripwire wire = tripwire;
    if (wire != null && law.capacityBytes() > 0) {
      roomForAll();
      wire.rearm(law.capacityBytes() - law.liveBytes() + law.creditBytes());
    }
  }

  private void roomForAll() {
    int caches = registry.size();
    if (caches > lastDitch.capacity()) {
      Pass larger = new Pass(registry, lastDitchChronicle);
      larger.ensureCapacity(caches + Math.max(caches, ShrinkLoop.SPARE_CACHES));
      lastDitch = larger;
    }
  }

  /** The last ditch: the heap is full and the next allocation may fail. Allocates nothing. */
  private void lastDitch() {
    if (mode != Mode.SHRINK || !law.mayTryLastDitch()) {
      return;
    }
    ShrinkLoop inFlight = loop;
    if (inFlight != null) {
      inFlight.giveWay();
    }
    Pass pass = lastDitch;
    long freedBytes = 0;
    try {
      long needBytes = (long) (LAST_DITCH_SHARE * law.capacityBytes());
      freedBytes = pass.greedy(needBytes, law.capacityBytes());
    } finally {
      ended(freedBytes);
      totals.passed(pass);
    }
  }

  /** Books a pass that ended, whoever ran it: if it freed anything, its effect is waited for. */
  void ended(long freedBytes) {
    if (freedBytes == 0) {
      return;
    }
    Effects.fence(registry);
    law.passEnded(freedBytes, System.nanoTime());
    JvmGcSignal from = signal;
    if (from != null) {
      from.dropGate();
    }
  }

  /** Changes the mode; takes effect before the next pass. */
  void mode(Mode to) {
    mode = to;
    Tripwire wire = tripwire;
    if (to == Mode.OFF && wire != null) {
      wire.disarm();
    }
  }

  /** What passes may do now. */
  public Mode mode() {
    return mode;
  }

  /** A chronicle for a pass by hand. */
  Chronicle chronicle() {
    return chronicles.create();
  }

  ControlLaw law() {
    return law;
  }

  Marks marks() {
    return marks;
  }

  Totals totals() {
    return totals;
  }

  Registry registry() {
    return registry;
  }
}
