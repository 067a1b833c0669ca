package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.Shrinker;
import io.cacheshrinker.agent.instrument.OwnersWord.Said;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * A map that a field holds, or that an instance is. Reaches the application's class loader, so it
 * is kept by the application's own class only.
 *
 * <p>Concurrency: a ConcurrentMap is entered as it is. Every other map is entered under its guard,
 * for one batch, and read from its field only when the guard is held. A Lock is waited for {@value
 * #WAIT_NANOS} ns at most; a monitor cannot be given up, so that wait has no bound but the
 * watchdog, under whose eyes all callbacks are. The sizes of ConcurrentMaps and of the JDK's hash
 * and tree maps are read without it, and may be out of date; those of others under it, as some drop
 * entries when they are asked.
 *
 * <p>What is allocated is the map's own: one iterator for each batch.
 */
final class DeclaredMap implements Known {
  static final long WAIT_NANOS = 2_000_000;

  /** Entries of a batch of a map without a lock: its iterators begin at the front each time. */
  static final int UNLOCKED_BATCH = 1024;

  private static final int PLACES = 3;

  /** Asked for instead of a number of entries to shed. */
  private static final long SIZE = -1;

  /** The class of what goes by identity, or when the JVM says so. */
  private static final String NOT_OURS = "X ";

  private final @Nullable MethodHandle field;
  private final @Nullable Guard guard;

  /**
   * @param field reads it from the owner, of type {@code (Object)Object}; null if the owner is the
   *     map
   * @param guard null if only a ConcurrentMap will do
   */
  DeclaredMap(@Nullable MethodHandle field, @Nullable Guard guard) {
    this.field = field;
    this.guard = guard;
  }

  @Override
  public String library() {
    return Declared.LIBRARY;
  }

  /** What the owner says, but for the batch: its size depends on whether a lock is held. */
  Said batched(Said said) {
    return new Said(
        said.name(),
        said.group(),
        said.seeks(),
        guard == null ? UNLOCKED_BATCH : RegisteredShrinker.DEFAULT_BATCH,
        said.floor(),
        0,
        false);
  }

  @Override
  public String contract(Object cache) {
    if (mapIn(cache) instanceof WeakHashMap) {
      return NOT_OURS + "weak references only";
    }
    return Declared.agreed(
        guard == null
            ? "declared map, whose victims are arbitrary"
            : "declared map, in its own order");
  }

  /** The type of a map that cannot be entered without a lock; null if it is not so. */
  @Nullable String unguarded(Object cache) {
    Map<?, ?> map = mapIn(cache);
    return map == null || isEntered(map) ? null : map.getClass().getName();
  }

  private boolean isEntered(Map<?, ?> map) {
    return guard != null || map instanceof ConcurrentMap;
  }

  private @Nullable Map<?, ?> mapIn(Object cache) {
    Object owner = ownerOf(cache);
    return owner == null ? null : mapOf(owner);
  }

  private static @Nullable Object ownerOf(Object cache) {
    return cache instanceof MapOf of ? of.get() : cache;
  }

  private @Nullable Map<?, ?> mapOf(Object owner) {
    MethodHandle read = field;
    try {
      return (read == null ? owner : (Object) read.invokeExact(owner)) instanceof Map<?, ?> map
          ? map
          : null;
    } catch (Throwable failure) {
      throw Adapter.unchecked(failure);
    }
  }

  @Override
  public long count(Object cache) {
    Object owner = ownerOf(cache);
    Map<?, ?> map = owner == null ? null : mapOf(owner);
    if (owner == null || map == null || !isEntered(map)) {
      return 0;
    }
    boolean freely =
        map instanceof ConcurrentMap || map instanceof HashMap || map instanceof TreeMap;
    return freely ? map.size() : Math.max(0, visit(owner, SIZE, null));
  }

  @Override
  public long scan(Object cache, long asked, long[] scanned) {
    Object owner = ownerOf(cache);
    if (owner == null) {
      return Shrinker.STOP;
    }
    long freed = visit(owner, asked, null);
    scanned[0] = freed;
    return freed <= 0 ? Shrinker.STOP : freed;
  }

  @Override
  public int sample(Object cache, Object[] triples) {
    Object owner = ownerOf(cache);
    return owner == null ? 0 : (int) Math.max(0, visit(owner, 0, triples));
  }

  /** Sheds, counts, or fills the triples if there are any; how many entries, or STOP. */
  private long visit(Object owner, long asked, Object @Nullable [] triples) {
    Thread.currentThread().setContextClassLoader(owner.getClass().getClassLoader());
    Guard by = guard;
    if (by == null) {
      return mapOf(owner) instanceof ConcurrentMap<?, ?> map
          ? triples == null ? shedAny(map, asked) : fill(map, triples)
          : Shrinker.STOP;
    }
    Object guarding = by.of(owner);
    if (guarding == null) {
      return Shrinker.STOP;
    }
    Lock lock = Guard.lockOf(guarding);
    if (lock == null) {
      synchronized (guarding) {
        return visitGuarded(owner, asked, triples);
      }
    }
    if (!acquire(lock)) {
      return Shrinker.STOP;
    }
    try {
      return visitGuarded(owner, asked, triples);
    } finally {
      lock.unlock();
    }
  }

  private static boolean acquire(Lock lock) {
    try {
      return lock.tryLock() || lock.tryLock(WAIT_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private long visitGuarded(Object owner, long asked, Object @Nullable [] triples) {
    Map<?, ?> map = mapOf(owner);
    if (map == null) {
      return Shrinker.STOP;
    }
    if (triples != null) {
      return fill(map, triples);
    }
    return asked == SIZE ? map.size() : shedFirst(map, asked);
  }

  /** Removed by key, so that what was removed meanwhile by others is not counted. */
  private static long shedAny(ConcurrentMap<?, ?> map, long asked) {
    long freed = 0;
    Iterator<?> keys = map.keySet().iterator();
    while (freed < asked && keys.hasNext()) {
      if (map.remove(keys.next()) != null) {
        freed++;
      }
    }
    return freed;
  }

  private static long shedFirst(Map<?, ?> map, long asked) {
    long freed = 0;
    Iterator<?> keys = map.keySet().iterator();
    while (freed < asked && keys.hasNext()) {
      keys.next();
      keys.remove();
      freed++;
    }
    return freed;
  }

  /** An entry stands for its node: of either only the object itself is weighed. */
  private static int fill(Map<?, ?> map, Object[] triples) {
    int filled = 0;
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (PLACES * filled + PLACES <= triples.length && entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      triples[PLACES * filled] = entry;
      triples[PLACES * filled + 1] = entry.getKey();
      triples[PLACES * filled + 2] = entry.getValue();
      filled++;
    }
    return filled;
  }

  /** A map records no recency but its own. */
  @Override
  public void prime(Object cache) {}

  @Override
  public boolean statistics(Object cache, long[] counters) {
    return false;
  }
}
