package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.gc.Collector;
import io.cacheshrinker.agent.gc.JvmGcSignal;
import io.cacheshrinker.agent.gc.Tripwire;
import io.cacheshrinker.agent.options.Mode;
import io.cacheshrinker.agent.pressure.ControlLaw;
import io.cacheshrinker.agent.pressure.Marks;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.agent.size.Walker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The stage as a whole: signal, law, passes and last ditch of one JVM, started once.
 *
 * <p>Four threads come together here. The <em>shrink thread</em> ({@link ShrinkLoop}) decides and
 * runs the normal passes. The <em>tripwire's thread</em> runs a greedy pass of its own when the
 * heap is full, for which the normal pass in flight gives way. The <em>upkeep thread</em> looks at
 * every cache twice a second. Each of them may get stuck in a callback; the <em>watchdog</em> sees
 * it and lets another take over. The agent's own thread, which calls {@link #tend} every half
 * second or so, calls into no cache. They share the registry and the law, which say how.
 */
public final class Shrinking {
  /** Share of the capacity that the last ditch sheds where nobody knows what is live. */
  private static final double LAST_DITCH_SHARE = 0.25;

  /** And at least: more is coming. */
  private static final double LEAST_LAST_DITCH_SHARE = 0.05;

  private static final double NEVER = Double.MAX_VALUE;

  /** So long after a pass nothing is weighed, for want of a buffer. */
  private static final long REFILL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Registry registry;
  private final ControlLaw law;
  private final Totals totals = new Totals();
  private final Watchdog watchdog = new Watchdog();
  private final Walker walker;
  private final Marks marks;
  private final Chronicle.Factory chronicles;

  /**
   * The tripwire's pass, made before it is needed. Replaced by a larger one, never grown, as the
   * tripwire's thread may be in it.
   */
  private volatile LastDitch lastDitch;

  /** Read by every pass before it starts; set by people. */
  private volatile Mode mode;

  /** When buffers may be had again, or 0. Set by passes; read by upkeep. */
  private volatile long refillNanos;

  /** The loop in charge; changed by the watchdog. */
  private volatile @Nullable ShrinkLoop loop;

  private final Registry.Visitor forgetDryRun = Shrinking::forgetDryRun;
  private @Nullable JvmGcSignal signal;
  private @Nullable Tripwire tripwire;
  private boolean upkept;
  private boolean watched;

  /** A pass, the calls that it makes, and who tells what it has freed. */
  private record LastDitch(Pass pass, Calls calls, Told told) {}

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
    this.walker = walker;
    law = new ControlLaw(collector, marks);
    lastDitch = lastDitch(new Calls(this::mode), ShrinkLoop.SPARE_CACHES);
  }

  /**
   * Starts listening to collections.
   *
   * @param withTripwire whether to arm the last ditch too
   * @return false if this JVM sends no notifications: then caches shrink by hand only
   */
  public boolean start(Collector collector, boolean withTripwire) {
    Tripwire wire =
        withTripwire
            ? new Tripwire(collector, law::remainingBytes, law::capacityBytes, this::lastDitch)
            : null;
    JvmGcSignal opened = JvmGcSignal.open(collector, Thread.currentThread(), wire);
    if (opened == null) {
      return false;
    }
    law.startingCapacity(opened.initialCapacityBytes());
    signal = opened;
    begin(stand -> shrinkThread(stand, opened));
    if (wire != null) {
      tripwire = wire;
      wire.start();
      begin(stand -> tripwireThread(stand, wire));
    }
    return true;
  }

  /** Puts the first thread of a kind to work. */
  private static void begin(Stands.Reliefs kind) {
    Watch.Relief first = kind.of(new Stands(kind));
    first.takeOver().run();
    first.thread().start();
  }

  private Watch.Relief shrinkThread(Watch.Stand stand, JvmGcSignal from) {
    Calls calls = new Calls(new Watch(stand), this::mode);
    ShrinkLoop next =
        new ShrinkLoop(
            registry,
            from,
            from::dropGate,
            law,
            this::mode,
            totals,
            chronicles.create(),
            this::giveBackBuffers,
            calls);
    Thread thread = daemon(next, "cache-shrinker-shrink");
    return new Watch.Relief(
        () -> {
          watchdog.add(calls.watch());
          ShrinkLoop before = loop;
          if (before != null) {
            before.relieve();
          }
          loop = next;
          from.readBy(thread);
        },
        thread);
  }

  private Watch.Relief tripwireThread(Watch.Stand stand, Tripwire wire) {
    Calls calls = new Calls(new Watch(stand), this::mode);
    LastDitch next = lastDitch(calls, lastDitch.pass().capacity());
    Thread thread = wire.another();
    return new Watch.Relief(
        () -> {
          watchdog.add(calls.watch());
          relieve(lastDitch);
          replaceLastDitch(null, next);
          wire.watchedBy(thread);
        },
        thread);
  }

  private Watch.Relief upkeepThread(Watch.Stand stand) {
    Calls calls = new Calls(new Watch(stand), this::mode);
    Upkeep upkeep = new Upkeep(registry, walker, calls);
    Runnable work = new UpkeepLoop(calls, () -> look(upkeep), totals);
    Thread thread = daemon(work, "cache-shrinker-upkeep");
    return new Watch.Relief(() -> watchdog.add(calls.watch()), thread);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Shrinking.class.getClassLoader());
    return thread;
  }

  /** Everything that wants doing now and then: the agent's own thread, every half second or so. */
  public void tend() {
    if (!upkept) {
      begin(this::upkeepThread);
      upkept = true;
    }
    if (!watched) {
      daemon(watchdog, "cache-shrinker-watchdog").start();
      watched = true;
    }
    Tripwire wire = tripwire;
    if (wire == null) {
      return;
    }
    if (mode == Mode.OFF) {
      wire.disarm();
    } else if (law.capacityBytes() > 0) {
      roomForAll();
      wire.rearm(law.capacityBytes() - law.liveBytes() + law.creditBytes());
    }
  }

  private void look(Upkeep upkeep) {
    if (mode == Mode.OFF) {
      return;
    }
    boolean mayPrime = mode == Mode.SHRINK;
    double growBytes = law.capacityBytes() > 0 ? marks.grow() * law.capacityBytes() : NEVER;
    upkeep.observing(mode == Mode.OBSERVE);
    upkeep.look(mayPrime && law.aboveGrow(), mayPrime ? growBytes : NEVER, mayRefill());
  }

  /**
   * A pass is about to begin: what we hold for ourselves goes first, and stays away for a while.
   */
  private void giveBackBuffers() {
    long until = System.nanoTime() + REFILL_NANOS;
    refillNanos = until == 0 ? 1 : until;
    walker.giveBackBuffer();
  }

  private boolean mayRefill() {
    long at = refillNanos;
    return at == 0 || System.nanoTime() - at > 0;
  }

  /** Callbacks that got stuck since the last call, in words of who and where. */
  public List<StuckCallback> takeStuck() {
    List<StuckCallback> taken = new ArrayList<>();
    for (Watchdog.News news : watchdog.takeNews()) {
      taken.add(new StuckCallback(news.shrinker().name(), Watchdog.SECONDS, news.thread()));
    }
    return taken;
  }

  private LastDitch lastDitch(Calls calls, int caches) {
    Pass pass = new Pass(registry, calls, chronicles.create());
    pass.ensureCapacity(caches);
    return new LastDitch(pass, calls, new Told());
  }

  /** Its thread is stuck in a callback: the law is told what it has freed so far. */
  private void relieve(LastDitch stuck) {
    stuck.pass().giveWay();
    long evictedBytes = stuck.pass().evictedBytes();
    if (stuck.told().early(evictedBytes)) {
      ended(evictedBytes);
    }
    ShrinkLoop waiting = loop;
    if (waiting != null) {
      waiting.goOn();
    }
  }

  /** Whose thread is in it stays in it: a larger pass makes the same calls. */
  private void roomForAll() {
    int caches = registry.size();
    LastDitch now = lastDitch;
    if (caches > now.pass().capacity()) {
      Pass larger = new Pass(registry, now.calls(), chronicles.create());
      larger.growIfRoom(caches + Math.max(caches, ShrinkLoop.SPARE_CACHES));
      if (larger.capacity() > now.pass().capacity()) {
        replaceLastDitch(now, new LastDitch(larger, now.calls(), now.told()));
      }
    }
  }

  /** By the watchdog and by the agent's own thread, of which the watchdog's replacement stays. */
  private synchronized void replaceLastDitch(@Nullable LastDitch from, LastDitch to) {
    if (from == null || lastDitch == from) {
      lastDitch = to;
    }
  }

  /**
   * The last ditch: the heap is full and the next allocation may fail. Allocates nothing.
   *
   * @param aboutLiveBytes right after a collection of the whole heap; zero if unknown
   */
  private void lastDitch(long aboutLiveBytes) {
    Mode now = mode;
    boolean dry = now == Mode.OBSERVE;
    if (now == Mode.OFF || (!dry && !law.mayTryLastDitch())) {
      return;
    }
    giveBackBuffers();
    LastDitch ditch = lastDitch;
    ditch.calls().dry(dry);
    Pass pass = ditch.pass();
    ditch.told().passBegins();
    ShrinkLoop waiting = loop;
    try {
      if (waiting != null) {
        waiting.giveWay();
      }
      long needBytes = lastDitchNeed(aboutLiveBytes);
      if (aboutLiveBytes > 0) {
        pass.gradedLastDitch(needBytes, law.capacityBytes());
      } else {
        pass.greedy(needBytes, law.capacityBytes());
      }
    } finally {
      pass.fence();
      ended(ditch.told().atEnd(pass.evictedBytes()));
      if (waiting != null) {
        waiting.goOn();
      }
      totals.passed(pass);
    }
  }

  /**
   * Where it is known what is live, down to the low mark, as a normal pass; never more than where
   * it is not, as garbage may have come since. What was evicted and is not collected yet is on its
   * way: without that, alarms that follow each other would empty the caches.
   */
  private long lastDitchNeed(long aboutLiveBytes) {
    double most = LAST_DITCH_SHARE * law.capacityBytes();
    double above = aboutLiveBytes - marks.low() * law.capacityBytes();
    double need = aboutLiveBytes == 0 ? most : Math.min(most, above);
    double least = LEAST_LAST_DITCH_SHARE * law.capacityBytes();
    return (long) Math.max(least, need - law.creditBytes());
  }

  /** Books a pass that ended, whoever ran it: if it freed anything, its effect is waited for. */
  void ended(long freedBytes) {
    if (freedBytes == 0) {
      return;
    }
    JvmGcSignal from = signal;
    if (from != null) {
      from.dropGate();
    }
    law.passEnded(freedBytes, System.nanoTime());
  }

  /** Changes the mode; takes effect before the next pass. */
  void mode(Mode to) {
    mode = to;
    registry.walk(Scope.ALL_GROUPS, forgetDryRun);
    Tripwire wire = tripwire;
    if (to == Mode.OFF && wire != null) {
      wire.disarm();
    }
  }

  private static boolean forgetDryRun(RegisteredShrinker shrinker, Object cache) {
    shrinker.dryRun().forget();
    return true;
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

  Watchdog watchdog() {
    return watchdog;
  }
}
