package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.pressure.ControlLaw;
import io.cacheshrinker.agent.registry.Callbacks;
import io.cacheshrinker.agent.registry.Ghosts;
import io.cacheshrinker.agent.registry.Newborn;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;

/**
 * Runs passes for nothing before they are needed. A first pass is code that was never run: it links
 * method handles, loads classes, and sheds at tens of microseconds an entry, just when the heap is
 * full and a burst goes on. Linking the first call of an adapter alone has been seen to take until
 * the OutOfMemoryError. So, once things are calm, passes walk over registries of their own, until
 * that code is compiled: first over caches that are numbers, then over real ones that each library
 * makes for it, through the same handles as later.
 *
 * <p>The agent's own thread only, and with births there not announced.
 */
public final class Rehearsal {
  /** What one rehearsal leaves as garbage, with some to spare. */
  private static final long ROOM_BYTES = 16L << 20;

  private static final int PASSES = 40;
  private static final int CACHES = 32;
  private static final int LIBRARY_ROUNDS = 6;
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
      for (int round = 0; round < LIBRARY_ROUNDS; round++) {
        Object cache = library.rehearsal();
        if (cache == null) {
          return;
        }
        library.prime(cache);
        shed(library, cache, round % 2 == 0);
      }
    } catch (Throwable unknown) {
      // What cannot be rehearsed is met cold.
    }
  }

  private static void shed(Callbacks library, Object cache, boolean greedily) {
    Registry own = new Registry();
    register(own, cache, "rehearsal", any -> library);
    Pass pass = new Pass(own);
    pass.ensureCapacity(1);
    if (greedily) {
      pass.greedy(NEED_BYTES, 0);
    } else {
      pass.graded(NEED_BYTES, ControlLaw.GENTLEST, 0);
    }
    Reference.reachabilityFence(cache);
  }

  private static void passes() {
    Registry own = new Registry();
    List<Numbers> caches = new ArrayList<>();
    for (int i = 0; i < CACHES; i++) {
      Numbers cache = new Numbers();
      caches.add(cache);
      register(own, cache, "rehearsal/" + i, any -> (Numbers) any);
    }
    Pass pass = new Pass(own);
    pass.ensureCapacity(CACHES);
    for (int i = 0; i < PASSES; i++) {
      pass.greedy(NEED_BYTES, 0);
      pass.graded(NEED_BYTES, ControlLaw.GENTLEST, 0);
      caches.forEach(Numbers::refill);
    }
  }

  private static void register(
      Registry own, Object cache, String name, Function<Object, Callbacks> callbacks) {
    RegisteredShrinker shrinker =
        own.alloc(
            new Newborn(
                cache,
                name,
                Scope.ALL_GROUPS,
                "rehearsal",
                "",
                "A",
                "",
                true,
                2,
                false,
                0,
                callbacks));
    if (shrinker != null) {
      shrinker.bytesPerEntry(BYTES_PER_ENTRY);
      shrinker.lookedInto();
      shrinker.ghosts(new Ghosts(System.nanoTime()));
      own.register(shrinker);
    }
  }

  /** A cache that is a number. */
  private static final class Numbers implements Callbacks {
    private long entries = ENTRIES;

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
