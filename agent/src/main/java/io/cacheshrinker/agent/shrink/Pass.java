package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.Scope;
import io.cacheshrinker.Shrinker;
import io.cacheshrinker.agent.pressure.ControlLaw;
import io.cacheshrinker.agent.registry.Deferred;
import io.cacheshrinker.agent.registry.Group;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;

/**
 * One walk over the caches that sheds entries until enough bytes are freed, by estimate.
 *
 * <p>A <em>graded</em> pass goes through the priorities from 12 to 0 and lets the kernel's
 * arithmetic say, at each, how much of each cache is due: cheap and cold bytes go at gentle
 * priorities, dear ones only if that was not enough. Descending inside one pass is right only
 * because it counts estimated bytes and stops; the heap itself shows nothing before the next
 * collection. A <em>greedy</em> pass, for a last ditch that knows no more than that the heap is
 * full, takes the largest entries first, whatever they cost: of caches with entries of about one
 * size half, then half of what is left, then half again, before it turns to entries that are much
 * smaller, of which it would take many.
 *
 * <p>An instance belongs to one thread at a time and allocates nothing; several may run at once,
 * also over one cache. No lock is held but the cache's own while it scans.
 */
final class Pass {
  /**
   * How often a greedy pass asks a cache that answers STOP before it goes on. The lock of a large
   * cache is busy for milliseconds when its holder has lost the processor; to go on at once would
   * take the same bytes from smaller entries, which are many and dear.
   */
  private static final int TRIES = 4;

  /** Entries this many times smaller wait until the larger ones are all but gone. */
  private static final double MUCH_SMALLER = 4;

  /** How often caches of one size are halved before that. */
  private static final int HALVINGS = 3;

  private static final int HARSHEST = 0;

  private final Registry registry;
  private final Calls calls;
  private final Chronicle chronicle;
  private final Budget budget = new Budget();
  private final WeightedCache weighted;
  private final Candidates candidates;
  private final PassArithmetic arithmetic = new PassArithmetic();
  private final Scope scope = new Scope();
  private long neededBytes;
  private final Deferred debt = new Deferred();
  private final Group.Run shedding = this::shedOnce;
  private final Registry.Visitor atFence = this::setFence;
  private final Registry.Visitor sweeping = this::sweep;
  private final long[] sweptOut = new long[1];

  // What is asked of the cache that is being shed from; shedding is called with no arguments for
  // it.
  private int candidate;
  private int seeksAsked;
  private long batchAsked;
  private int priorityAsked;

  /** A pass that nobody watches. */
  Pass(Registry registry) {
    this(registry, new Calls(), Chronicle.NONE);
  }

  Pass(Registry registry, Calls calls, Chronicle chronicle) {
    this.registry = registry;
    this.calls = calls;
    this.chronicle = chronicle;
    weighted = new WeightedCache(budget, calls);
    candidates = new Candidates(calls);
  }

  /** Makes room for as many caches; allocates, so between passes only. */
  void ensureCapacity(int caches) {
    candidates.ensureCapacity(caches);
  }

  /** The same, if there is ample memory for it. */
  void growIfRoom(int caches) {
    candidates.growIfRoom(caches);
  }

  /** How many caches there is room for. */
  int capacity() {
    return candidates.capacity();
  }

  /** Ends the pass in flight at its next call to a cache; any thread. */
  void giveWay() {
    budget.giveWay();
  }

  /** What the caches could give above their floors, in bytes. */
  long evictableBytes(long liveBytes) {
    try {
      candidates.collect(registry, Scope.ALL_GROUPS, true, HARSHEST, liveBytes);
      return candidates.evictableBytes();
    } finally {
      candidates.clear();
    }
  }

  /** Frees about {@code needBytes}, cheap and cold bytes first; returns the bytes freed. */
  long graded(long needBytes, int gentlest, long liveBytes) {
    return graded(needBytes, gentlest, HARSHEST, liveBytes);
  }

  /** The same for a last ditch that knows what is needed. */
  long gradedLastDitch(long needBytes, long liveBytes) {
    calls.lastDitch(true);
    try {
      return graded(needBytes, ControlLaw.GENTLEST, liveBytes);
    } finally {
      calls.lastDitch(false);
    }
  }

  /**
   * The same, from caches that such a pressure admits.
   *
   * @param pressure the priority that collections have led to: 12 gentle … 0 harsh
   */
  long graded(long needBytes, int gentlest, int pressure, long liveBytes) {
    begin(needBytes);
    try {
      candidates.collect(registry, Scope.ALL_GROUPS, false, pressure, liveBytes);
      sweep();
      for (int priority = gentlest; priority >= 0 && budget.wantsMore(); priority--) {
        atPriority(priority);
      }
      forgiveDebtAbovePopulation();
    } finally {
      end("graded");
    }
    return budget.freedBytes();
  }

  /** One walk at one priority over a group, however much that frees; returns the bytes freed. */
  long single(String group, int priority, long liveBytes) {
    begin(Long.MAX_VALUE);
    try {
      candidates.collect(registry, group, false, priority, liveBytes);
      sweep();
      atPriority(priority);
    } finally {
      end("manual");
    }
    return budget.freedBytes();
  }

  /** Frees about {@code needBytes}, largest entries first; returns the bytes freed. */
  long greedy(long needBytes, long liveBytes) {
    begin(needBytes);
    calls.lastDitch(true);
    try {
      candidates.collect(registry, Scope.ALL_GROUPS, true, HARSHEST, liveBytes);
      int end;
      for (int first = 0; first < candidates.size() && budget.wantsMore(); first = end) {
        end = endOfClass(first);
        halve(first, end, HALVINGS);
      }
      halve(0, candidates.size(), Integer.MAX_VALUE);
      if (budget.wantsMore()) {
        sweep();
      }
    } finally {
      calls.lastDitch(false);
      end("greedy");
    }
    return budget.freedBytes();
  }

  /** Takes half of what is left of these caches, again and again while that brings something. */
  private void halve(int from, int to, int times) {
    long before = -1;
    for (int i = 0; i < times && budget.wantsMore() && budget.freedEntries() > before; i++) {
      before = budget.freedEntries();
      for (int each = from; each < to && budget.wantsMore(); each++) {
        greedily(each, shareOf(each, i));
      }
    }
  }

  /** The first cache whose entries are much smaller than those of {@code first}. */
  private int endOfClass(int first) {
    double least = candidates.bytesPerEntry(first) / MUCH_SMALLER;
    int end = first + 1;
    while (end < candidates.size() && candidates.bytesPerEntry(end) > least) {
      end++;
    }
    return end;
  }

  /**
   * Halves every cache again and again, then takes what halving leaves, down to the floors. Seeks
   * 0, batch 1 and entries instead of weight, as the kernel's own loop would leave small and dear
   * caches full. At most twice what a cache held is asked of it, as it may say that entries went
   * and keep them. Returns the bytes freed.
   */
  long dropAll(long liveBytes) {
    begin(Long.MAX_VALUE);
    DropRounds rounds = new DropRounds();
    try {
      candidates.collect(registry, Scope.ALL_GROUPS, true, HARSHEST, liveBytes);
      candidates.countEntries();
      sweep();
      long before;
      do {
        before = budget.freedEntries();
        for (int i = 0; i < candidates.size(); i++) {
          shed(i, 0, 1, 0);
        }
      } while (rounds.another(budget.freedEntries() - before));
      for (int i = 0; i < candidates.size(); i++) {
        greedily(i, 2 * candidates.entries(i));
      }
    } finally {
      end("manual");
    }
    return budget.freedBytes();
  }

  /** Bytes freed by the last pass, or by the one under way. */
  long freedBytes() {
    return budget.freedBytes();
  }

  /** The same, but 0 if it only counted: what would have gone is not going to be collected. */
  long evictedBytes() {
    return calls.isDry() ? 0 : budget.freedBytes();
  }

  /** Whether it only counts what would go. */
  boolean isDry() {
    return calls.isDry();
  }

  private void begin(long needBytes) {
    neededBytes = needBytes;
    budget.start(needBytes);
    chronicle.passBegins();
  }

  private void end(String kind) {
    candidates.clear();
    chronicle.passed(
        calls.isDry() ? "observed" : kind,
        neededBytes,
        budget.freedBytes(),
        budget.scannedEntries(),
        budget.freedEntries());
  }

  /** The pass is over: from here on what caches load again is counted as refill. */
  void fence() {
    registry.walk(Scope.ALL_GROUPS, atFence);
  }

  private boolean setFence(RegisteredShrinker shrinker, Object cache) {
    try {
      if (!shrinker.isBusy()) {
        long entries = Math.max(0, calls.count(shrinker, cache, Scope.ALL_GROUPS));
        shrinker.effect().entriesAtFence(entries);
      }
    } catch (Throwable unknown) {
      // Its refill is then reckoned from an earlier fence.
    }
    return !calls.isReplaced();
  }

  /** Entries looked at by the last pass. */
  long scannedEntries() {
    return budget.scannedEntries();
  }

  /** Entries freed by the last pass. */
  long freedEntries() {
    return budget.freedEntries();
  }

  /** What has expired goes, also of caches of the group that give nothing else. */
  private void sweep() {
    Group group = candidates.group();
    if (group != null) {
      registry.walk(group, sweeping);
    }
  }

  private boolean sweep(RegisteredShrinker shrinker, Object cache) {
    try {
      calls.sweep(shrinker, cache, sweptOut);
    } catch (Throwable stop) {
      // The library's own failure: what has expired stays until the library itself comes by.
    }
    return !calls.isReplaced();
  }

  private void atPriority(int priority) {
    for (int i = 0; i < candidates.size() && budget.wantsMore(); i++) {
      RegisteredShrinker shrinker = candidates.shrinker(i);
      if (shrinker != null && (priority == HARSHEST || !shrinker.isSpared())) {
        shrinker.computedSeeks(candidates.seeks(i));
        shed(i, candidates.seeks(i), 0, priority);
      }
    }
  }

  /**
   * @param batch units asked for at a time; 0 is {@link PassArithmetic#DEFAULT_BATCH}
   */
  private void shed(int i, int seeks, long batch, int priority) {
    Group group = candidates.group();
    RegisteredShrinker shrinker = candidates.shrinker(i);
    Object cache = shrinker == null || shrinker.isBusy() ? null : shrinker.pin();
    if (group == null || shrinker == null || cache == null) {
      return;
    }
    candidate = i;
    seeksAsked = seeks;
    batchAsked = batch;
    priorityAsked = priority;
    long startNanos = System.nanoTime();
    try {
      group.point(shrinker, debt);
      group.run(shrinker, cache, shedding);
    } catch (Throwable stop) {
      // It could not even be entered: this cache gives nothing now, the walk goes on.
    } finally {
      shrinker.unpin();
      shrinker.lastPassNanos(System.nanoTime() - startNanos);
    }
  }

  private long shedOnce(RegisteredShrinker shrinker, Object cache) {
    try {
      enter(candidate, shrinker, cache);
      chronicle.shrinkBegins();
      return arithmetic.run(weighted, scope, debt, seeksAsked, batchAsked, priorityAsked);
    } finally {
      weighted.leave();
      chronicle.shrank(shrinker.name(), seeksAsked, priorityAsked, arithmetic);
    }
  }

  /**
   * At most half of what is left of a cache, so that the largest is not emptied for all; but no
   * smaller share than the last of the halvings, if a busy lock has kept them from being met.
   */
  private long shareOf(int i, int halvings) {
    long missing = (long) (budget.missingBytes() / candidates.bytesPerEntry(i)) + 1;
    long half = candidates.entries(i) >> Math.min(halvings + 1, HALVINGS);
    return Math.min(half + 1, missing);
  }

  private void greedily(int i, long entries) {
    RegisteredShrinker shrinker = candidates.shrinker(i);
    Object cache = shrinker == null || shrinker.isBusy() ? null : shrinker.pin();
    if (shrinker == null || cache == null) {
      return;
    }
    try {
      greedilyOnce(i, shrinker, cache, entries);
    } catch (Throwable stop) {
      // The library's own failure: this cache gives nothing now, the walk goes on.
    } finally {
      shrinker.unpin();
    }
  }

  private void greedilyOnce(int i, RegisteredShrinker shrinker, Object cache, long entries) {
    long left = entries;
    try {
      enter(i, shrinker, cache);
      chronicle.shrinkBegins();
      int stops = 0;
      while (left > 0 && stops < TRIES && budget.wantsMore()) {
        long scanned = weighted.scanEntries(left);
        if (scanned == Shrinker.STOP) {
          stops++;
        } else {
          left -= scanned;
        }
      }
    } finally {
      chronicle.shrankGreedily(
          shrinker.name(),
          candidates.units(i),
          weighted.units(entries),
          weighted.units(entries - left),
          weighted.units(weighted.leave()));
    }
  }

  private void enter(int i, RegisteredShrinker shrinker, Object cache) {
    Group group = candidates.group();
    weighted.enter(
        shrinker,
        cache,
        group == null ? Scope.ALL_GROUPS : group.name(),
        candidates.bytesPerEntry(i),
        candidates.weightFactor(i),
        shrinker.floor());
  }

  private void forgiveDebtAbovePopulation() {
    Group group = candidates.group();
    for (int i = 0; group != null && i < candidates.size(); i++) {
      RegisteredShrinker shrinker = candidates.shrinker(i);
      if (shrinker != null && shrinker.pin() != null) {
        try {
          group.point(shrinker, debt);
          if (debt.get() > candidates.units(i)) {
            debt.add(Math.min(debt.take(), candidates.units(i)));
          }
        } finally {
          shrinker.unpin();
        }
      }
    }
  }
}
