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
    long evictableBytes = pass().evictableBytes(law.liveBytes());
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
        0,
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
    Object cache = shrinker.pin();
    if (cache == null) {
      return 0;
    }
    try {
      return Math.max(0, shrinker.callbacks(cache).count(cache));
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
    if (shrinking.mode() != Mode.SHRINK || !shrinker.mayShrink()) {
      return 0;
    }
    Budget budget = new Budget();
    budget.start(Long.MAX_VALUE);
    Object cache = shrinker.pin();
    if (cache == null) {
      throw new IllegalStateException("the cache " + shrinker.name() + " is gone");
    }
    WeightedCache weighted = new WeightedCache(budget);
    try {
      weighted.enter(shrinker, cache, Scope.ALL_GROUPS, shrinker.bytesPerEntry(), EVERYTHING, 0);
      weighted.scanEntries(entries);
      return budget.freedEntries();
    } finally {
      weighted.leave();
      shrinker.unpin();
      shrinking.totals().add(budget.scannedEntries(), budget.freedEntries());
      shrinking.ended(budget.freedBytes());
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

  private long run(ToLongFunction<Pass> work) {
    if (shrinking.mode() != Mode.SHRINK) {
      return 0;
    }
    Pass pass = pass();
    long freedBytes = 0;
    try {
      freedBytes = work.applyAsLong(pass);
      return pass.freedEntries();
    } finally {
      shrinking.totals().passed(pass);
      shrinking.ended(freedBytes);
    }
  }

  private Pass pass() {
    Pass pass = new Pass(registry);
    pass.ensureCapacity(registry.size() + ShrinkLoop.SPARE_CACHES);
    return pass;
  }
}
