package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.pressure.Trend;
import io.cacheshrinker.agent.registry.Ghosts;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.agent.size.Walker;
import java.util.Arrays;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is learned of each cache between passes, off every hot path: bytes per entry, the cost of a
 * load, and, once live bytes come near the marks, which entries are cold.
 *
 * <p>A cache is looked into before the first pass that may take from it, and again whenever it has
 * doubled: what is more than memory is not shed. It is weighed when it first holds {@value
 * Walker#ENTRIES} entries, whenever it has doubled, and every few minutes. It is primed, so that
 * its library records recency even while it is far below its maximum, when live bytes first come
 * above the grow mark and again at each doubling from then on; never in a relaxed JVM, as recording
 * costs reads. Collectors that look at the whole heap only when it is full would tell that too late
 * for the first pass, so the bytes in caches tell it too, a minute ahead if they grow.
 *
 * <p>Where a library counts its loads and their time, the mean is taken every few seconds. What
 * passes have shed is looked for at every look: what is stored again was shed in vain.
 *
 * <p>Runs on one thread, which is neither the application's, nor the agent's own, nor the one of
 * the passes: what it calls may get stuck. It keeps no cache alive: what it remembers hangs on the
 * registration.
 */
final class Upkeep {
  private static final long WEIGH_AGAIN_NANOS = 300_000_000_000L;
  private static final long MEASURE_AGAIN_NANOS = 5_000_000_000L;
  private static final double NANOS_PER_MICRO = 1000;

  /** Loads whose mean is worth something. */
  private static final long LOADS = 8;

  private static final double OLD_SHARE = 0.7;

  /** Caches of which it is followed what comes back: half a megabyte in all. */
  private static final int MOST_FOLLOWED = 128;

  private final Registry registry;
  private final Walker walker;
  private final Calls calls;
  private final Object[] sample = new Object[Walker.ENTRIES * Walker.PLACES];
  private final long[] statistics = new long[4];
  private final long[] hashes = new long[Ghosts.PLACES];
  private int followed;
  private final Map<RegisteredShrinker, Known> known = new WeakHashMap<>();
  private boolean weighing;
  private boolean priming;
  private boolean observing;
  private final Trend trend = new Trend();
  private boolean nearGrow;
  private double cachedBytes;
  private long nowNanos;
  private final Registry.Visitor visitor = this::visit;

  /** What was last learned of one cache, and when it held how many entries. */
  private static final class Known {
    long lookedIntoCount;
    long weighedCount;
    long weighedNanos;
    long primedCount;
    long measuredNanos;
    long loads;
    long loadNanos;
  }

  Upkeep(Registry registry, Walker walker, Calls calls) {
    this.registry = registry;
    this.walker = walker;
    this.calls = calls;
  }

  /**
   * Looks at every cache once.
   *
   * @param aboveGrow whether the last collection that could tell found live bytes near the marks
   * @param growBytes where that begins: what caches hold is live, so they may tell it earlier than
   *     a collection does
   * @param mayWeigh whether there may be a buffer for it
   */
  void look(boolean aboveGrow, double growBytes, boolean mayWeigh) {
    weighing = mayWeigh;
    priming = aboveGrow || nearGrow;
    cachedBytes = 0;
    followed = 0;
    nowNanos = System.nanoTime();
    registry.walk(Scope.ALL_GROUPS, visitor);
    nearGrow = trend.reaches(growBytes, cachedBytes, nowNanos);
  }

  /** Whether passes only count: then it is followed how fast caches grow. */
  void observing(boolean passesOnlyCount) {
    observing = passesOnlyCount;
  }

  private boolean visit(RegisteredShrinker shrinker, Object cache) {
    if (calls.isReplaced() || shrinker.isBusy()) {
      return true;
    }
    try {
      long count = Math.max(0, calls.count(shrinker, cache, Scope.ALL_GROUPS));
      shrinker.lastCount(count);
      if (observing) {
        shrinker.dryRun().look(count, nowNanos);
      }
      Known of = known.computeIfAbsent(shrinker, unseen -> new Known());
      boolean lookInto = count > 0 && count >= 2 * of.lookedIntoCount;
      boolean weigh = weighing && count >= Walker.ENTRIES && dueForWeighing(of, count);
      int entries = lookInto || weigh ? sampled(shrinker, cache) : 0;
      if (lookInto && mayBeShrunkAfter(shrinker, entries)) {
        of.lookedIntoCount = count;
      }
      if (weigh) {
        weigh(shrinker, entries);
        of.weighedCount = count;
        of.weighedNanos = nowNanos;
      }
      if (of.measuredNanos == 0 || nowNanos - of.measuredNanos > MEASURE_AGAIN_NANOS) {
        of.measuredNanos = nowNanos;
        measureLoads(shrinker, cache, of);
      }
      follow(shrinker, cache, count);
      cachedBytes += count * shrinker.bytesPerEntry();
      if (priming && shrinker.mayShrink() && dueForPriming(of, count)) {
        calls.prime(shrinker, cache);
        of.primedCount = count;
      }
    } catch (Throwable unknown) {
      // A cache that cannot be looked at now is looked at again next time.
    } finally {
      Arrays.fill(sample, null);
    }
    return true;
  }

  private int sampled(RegisteredShrinker shrinker, Object cache) {
    int entries = calls.sample(shrinker, cache, sample);
    calls.requireNotReplaced();
    return entries;
  }

  /**
   * Sees to it that no pass takes what is more than memory: before the first pass, and whenever the
   * cache has doubled. False as long as nothing could be seen of a cache that nobody knows.
   */
  private boolean mayBeShrunkAfter(RegisteredShrinker shrinker, int entries) {
    String against = against(shrinker, entries);
    calls.requireNotReplaced();
    if (against != null) {
      shrinker.demote(against);
    }
    if (entries > 0) {
      shrinker.lookedInto();
    }
    return shrinker.wasLookedInto();
  }

  private boolean dueForWeighing(Known of, long count) {
    return of.weighedCount == 0
        || count >= 2 * of.weighedCount
        || nowNanos - of.weighedNanos > WEIGH_AGAIN_NANOS;
  }

  private static boolean dueForPriming(Known of, long count) {
    return count >= Math.max(Walker.ENTRIES, 2 * of.primedCount);
  }

  private void weigh(RegisteredShrinker shrinker, int entries) {
    double bytes = walker.bytesPerEntry(sample, entries);
    if (bytes > 0) {
      shrinker.bytesPerEntry(bytes);
    }
  }

  /** A value may be a future of the application's own making, and is asked like a callback. */
  private @Nullable String against(RegisteredShrinker shrinker, int entries) {
    Watch watch = calls.watch();
    watch.enter(shrinker);
    try {
      return MoreThanMemory.reason(sample, entries, shrinker.isListenedTo());
    } finally {
      watch.leave();
    }
  }

  /** The mean of the loads since the last time, and of what it was before. */
  private void measureLoads(RegisteredShrinker shrinker, Object cache, Known of) {
    if (!recordsLoads(shrinker, cache)) {
      return;
    }
    long loads = statistics[2] - of.loads;
    long nanos = statistics[3] - of.loadNanos;
    if (loads >= LOADS && nanos > 0) {
      double micros = nanos / NANOS_PER_MICRO / loads;
      double before = shrinker.loadMicros();
      shrinker.loadMicros(before > 0 ? OLD_SHARE * before + (1 - OLD_SHARE) * micros : micros);
    }
    if (loads >= LOADS || loads < 0) {
      of.loads = statistics[2];
      of.loadNanos = statistics[3];
    }
  }

  /** Looks which of the entries that were shed are stored again. */
  private void follow(RegisteredShrinker shrinker, Object cache, long count) {
    Ghosts ghosts = shrinker.ghosts();
    if (ghosts == null) {
      boolean worthIt = weighing && count >= Walker.ENTRIES && shrinker.mayShed();
      if (worthIt && followed < MOST_FOLLOWED) {
        shrinker.ghosts(new Ghosts(nowNanos));
        followed++;
      }
      return;
    }
    followed++;
    int copied = ghosts.copy(hashes);
    if (copied == 0 || calls.stored(shrinker, cache, hashes, copied)) {
      calls.requireNotReplaced();
      shrinker.addRefaults(ghosts.settle(hashes, copied, nowNanos));
    }
  }

  /** Counters may be the application's own, and fail: then loads count as those of a mean cache. */
  private boolean recordsLoads(RegisteredShrinker shrinker, Object cache) {
    try {
      return calls.statistics(shrinker, cache, statistics);
    } catch (Calls.Replaced byAnother) {
      throw byAnother;
    } catch (Throwable failed) {
      return false;
    }
  }
}
