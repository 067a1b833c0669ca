package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.options.Mode;
import io.cacheshrinker.agent.pressure.ControlLaw;
import io.cacheshrinker.agent.pressure.Verdict;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Looking and shrinking by hand. Every operation uses a pass of its own, so that it may allocate
 * and run beside the agent's passes; what it frees is booked as credit like theirs.
 */
public final class ManualControl implements Control {
  private static final double EVERYTHING = 1;

  private final Shrinking shrinking;
  private final Registry registry;
  private final ControlLaw law;
  private final List<BiConsumer<String, String>> listeners = new CopyOnWriteArrayList<>();

  /** The verdict last told; the agent's own thread only. */
  private Verdict told = Verdict.RELAXED;

  /** Control of a stage. */
  public ManualControl(Shrinking shrinking) {
    this.shrinking = shrinking;
    registry = shrinking.registry();
    law = shrinking.law();
  }

  @Override
  public AgentState state() {
    long evictableBytes = watched(calls -> pass(calls).evictableBytes(law.liveBytes()));
    return new AgentState(
        shrinking.mode().name().toLowerCase(Locale.ROOT),
        law.priority(),
        law.liveBytes(),
        law.capacityBytes(),
        shrinking.marks().high(),
        shrinking.marks().low(),
        evictableBytes,
        Math.max(0, law.liveBytes() - evictableBytes),
        law.creditBytes(),
        law.verdict().name(),
        law.reason(),
        shrinking.totals().passes(),
        shrinking.totals().scanned(),
        shrinking.totals().freed(),
        shrinking.totals().returnedBytes(),
        shrinking.totals().wouldBePasses(),
        shrinking.totals().wouldBeFreed(),
        shrinking.totals().wouldBeFreedBytes(),
        law.predictedLiveBytes(),
        registry.size());
  }

  @Override
  public long shrink(int priority) {
    return shrinkGroup(Scope.ALL_GROUPS, priority);
  }

  @Override
  public long shrinkGroup(String group, int priority) {
    if (priority < 0 || priority > ControlLaw.GENTLEST) {
      throw new IllegalArgumentException(
          "priority "
              + priority
              + ": 0 (harsh) to "
              + ControlLaw.GENTLEST
              + " (gentle) is allowed");
    }
    if (!registry.hasGroup(group)) {
      throw new IllegalArgumentException(
          "group \"" + group + "\": no cache is in a group so named");
    }
    return run(pass -> pass.single(group, priority, law.liveBytes()));
  }

  @Override
  public long dropAll() {
    return run(pass -> pass.dropAll(law.liveBytes()));
  }

  @Override
  public void changeMode(String name) {
    for (Mode mode : Mode.values()) {
      if (mode.name().equalsIgnoreCase(name)) {
        shrinking.mode(mode);
        return;
      }
    }
    throw new IllegalArgumentException("mode \"" + name + "\": shrink, observe or off is allowed");
  }

  @Override
  public long count(RegisteredShrinker shrinker) {
    if (shrinker.isBusy()) {
      return shrinker.lastCount();
    }
    Object cache = shrinker.pin();
    if (cache == null) {
      return 0;
    }
    try {
      long count = watched(calls -> calls.count(shrinker, cache, Scope.ALL_GROUPS));
      shrinker.lastCount(Math.max(0, count));
      return shrinker.lastCount();
    } finally {
      shrinker.unpin();
    }
  }

  @Override
  public long bytes(RegisteredShrinker shrinker) {
    return (long) (count(shrinker) * shrinker.bytesPerEntry());
  }

  @Override
  public long deferred(RegisteredShrinker shrinker) {
    if (shrinker.pin() == null) {
      return 0;
    }
    long units;
    try {
      units = shrinker.deferred().get();
    } finally {
      shrinker.unpin();
    }
    double unitsPerEntry = shrinker.bytesPerEntry() / WeightedCache.UNIT_BYTES;
    return unitsPerEntry > 0 ? (long) (units / unitsPerEntry) : units;
  }

  @Override
  public long scan(RegisteredShrinker shrinker, long entries) {
    if (entries < 0) {
      throw new IllegalArgumentException("scan of " + entries + ": 0 or more entries is allowed");
    }
    if (shrinking.mode() != Mode.SHRINK || !shrinker.mayShed()) {
      return 0;
    }
    Object cache = shrinker.pin();
    if (cache == null) {
      if (shrinker.isExcluded()) {
        return 0;
      }
      throw new IllegalStateException("the cache " + shrinker.name() + " is gone");
    }
    try {
      return watched(calls -> scanPinned(shrinker, cache, entries, calls));
    } finally {
      shrinker.unpin();
    }
  }

  private long scanPinned(RegisteredShrinker shrinker, Object cache, long entries, Calls calls) {
    Budget budget = new Budget();
    budget.start(Long.MAX_VALUE);
    WeightedCache weighted = new WeightedCache(budget, calls);
    try {
      weighted.enter(shrinker, cache, Scope.ALL_GROUPS, shrinker.bytesPerEntry(), EVERYTHING, 0);
      weighted.scanEntries(entries);
      long left = calls.count(shrinker, cache, Scope.ALL_GROUPS);
      shrinker.effect().entriesAtFence(Math.max(0, left));
      return budget.freedEntries();
    } finally {
      weighted.leave();
      shrinking.totals().add(budget.scannedEntries(), budget.freedEntries());
      shrinking.ended(budget.freedBytes());
    }
  }

  /** The watchdog looks at what a person's operation calls, too; nobody takes over from it. */
  private long watched(ToLongFunction<Calls> work) {
    Calls calls = new Calls(shrinking::mode);
    shrinking.watchdog().add(calls.watch());
    try {
      return work.applyAsLong(calls);
    } finally {
      shrinking.watchdog().remove(calls.watch());
    }
  }

  @Override
  public void onVerdict(BiConsumer<String, String> verdictAndReason) {
    listeners.add(verdictAndReason);
  }

  /** Tells listeners if the verdict has changed; the agent's own thread. */
  public void tellVerdict() {
    Verdict now = law.verdict();
    if (now != told && shrinking.mode() != Mode.OFF) {
      told = now;
      String reason = law.reason();
      for (BiConsumer<String, String> listener : listeners) {
        listener.accept(now.name(), reason);
      }
    }
  }

  private long run(Consumer<Pass> work) {
    if (shrinking.mode() != Mode.SHRINK) {
      return 0;
    }
    return watched(calls -> run(work, pass(calls)));
  }

  private long run(Consumer<Pass> work, Pass pass) {
    try {
      work.accept(pass);
      return pass.freedEntries();
    } finally {
      shrinking.totals().passed(pass);
      pass.fence();
      shrinking.ended(pass.evictedBytes());
    }
  }

  private Pass pass(Calls calls) {
    Pass pass = new Pass(registry, calls, shrinking.chronicle());
    pass.ensureCapacity(registry.size() + ShrinkLoop.SPARE_CACHES);
    return pass;
  }
}
