package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.registry.Callbacks;
import io.cacheshrinker.agent.registry.Newborn;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Runs passes for nothing before they are needed. A first pass is code that was never run: it loads
 * classes, and sheds at tens of microseconds an entry, just when the heap is full and a burst goes
 * on. So, once things are calm, each library's adapter sheds from caches of its own, and passes
 * walk over a registry of their own, until that code is compiled.
 *
 * <p>The agent's own thread only, and with births there not announced.
 */
public final class Rehearsal {
  /** What one rehearsal leaves as garbage, with some to spare. */
  private static final long ROOM_BYTES = 16L << 20;

  private static final int PASSES = 40;
  private static final int CACHES = 32;
  private static final long ENTRIES = 4096;
  private static final double BYTES_PER_ENTRY = 1000;
  private static final long NEED_BYTES = 16L << 20;

  private final Registry registry;
  private final Set<Callbacks> known = Collections.newSetFromMap(new WeakHashMap<>());
  private final List<Callbacks> fresh = new ArrayList<>();
  private final Registry.Visitor visitor = this::visit;
  private boolean passesKnown;

  /** A rehearsal for the libraries of this registry's caches. */
  public Rehearsal(Registry registry) {
    this.registry = registry;
  }

  /** Rehearses what is new, if there is room. */
  public void tend() {
    Runtime jvm = Runtime.getRuntime();
    if (jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory() < ROOM_BYTES) {
      return;
    }
    if (!passesKnown && registry.size() > 0) {
      passesKnown = true;
      passes();
    }
    registry.walk(Scope.ALL_GROUPS, visitor);
    fresh.forEach(Rehearsal::rehearse);
    fresh.clear();
  }

  private boolean visit(RegisteredShrinker shrinker, Object cache) {
    Callbacks library = shrinker.callbacks(cache);
    if (shrinker.mayShrink() && known.add(library)) {
      fresh.add(library);
    }
    return true;
  }

  private static void rehearse(Callbacks library) {
    try {
      library.rehearse();
    } catch (Throwable unknown) {
      // What cannot be rehearsed is met cold.
    }
  }

  private static void passes() {
    Registry own = new Registry();
    List<Numbers> caches = new ArrayList<>();
    for (int i = 0; i < CACHES; i++) {
      caches.add(new Numbers(own, i));
    }
    Pass pass = new Pass(own);
    pass.ensureCapacity(CACHES);
    for (int i = 0; i < PASSES; i++) {
      pass.greedy(NEED_BYTES, 0);
      pass.graded(NEED_BYTES, 12, 0);
      caches.forEach(Numbers::refill);
    }
  }

  /** A cache that is a number. */
  private static final class Numbers implements Callbacks {
    private long entries = ENTRIES;

    Numbers(Registry own, int number) {
      RegisteredShrinker shrinker =
          own.alloc(
              new Newborn(
                  this,
                  "rehearsal/" + number,
                  Scope.ALL_GROUPS,
                  "rehearsal",
                  "",
                  "A",
                  "",
                  true,
                  2,
                  false,
                  0,
                  cache -> (Numbers) cache));
      if (shrinker != null) {
        shrinker.bytesPerEntry(BYTES_PER_ENTRY);
        shrinker.lookedInto();
        own.register(shrinker);
      }
    }

    void refill() {
      entries = ENTRIES;
    }

    @Override
    public long count(Object cache) {
      return entries;
    }

    @Override
    public long scan(Object cache, long asked, long[] scanned) {
      long freed = Math.min(asked, entries);
      entries -= freed;
      return freed;
    }

    @Override
    public void prime(Object cache) {}

    @Override
    public int sample(Object cache, Object[] triples) {
      return 0;
    }

    @Override
    public boolean statistics(Object cache, long[] counters) {
      return false;
    }
  }
}
