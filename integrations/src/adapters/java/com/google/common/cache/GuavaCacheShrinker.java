package com.google.common.cache;

import com.google.common.cache.AbstractCache.SimpleStatsCounter;
import com.google.common.cache.LocalCache.Segment;
import com.google.common.cache.LocalCache.Strength;
import com.google.common.cache.LocalCache.ValueReference;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts and sheds the entries of Guava's {@code LocalCache}, 12 to 33, from inside its package.
 *
 * <p>Guava keeps one access order per segment. A scan takes from each segment in proportion to what
 * it holds, and starts at another segment each time, so that rounding favours none.
 *
 * <p>Concurrency: a segment's lock guards all that is read or removed in it, so what is counted as
 * shed is exact. Listeners are called after the lock is given back, by this thread or by any other
 * that comes along, as after every write.
 *
 * <p>The type of an entry moved between versions (it was nested in {@code LocalCache} up to 26): it
 * is not named here but reached through method handles.
 */
@SuppressWarnings({
  "GuardedBy", // the check does not see that shed and what it calls run under scan's lock
  "NullAway" // an annotation would be one more class that every loader with a Guava had to know
})
final class GuavaCacheShrinker {
  private static final long STOP = -1;

  /** The most entries that one scan sheds: it bounds the time that a lock is held. */
  private static final int BATCH = 128;

  private static final int ENTRIES_REHEARSED = 4000;

  /** Entries that must stay (weight 0, loading) which are stepped over to find one that may go. */
  private static final int STAYING_LOOKS = 64;

  /** The same where also those stay that are behind others in their chain. */
  private static final int BEHIND_LOOKS = 512;

  private static final long WAIT_NANOS = 1_000_000;
  private static final long LOOK_NANOS = 20_000;

  /** From here on a number of entries is no bound: no heap holds as many. */
  private static final long ABSURD_SIZE = 1_000_000_000L;

  /** From here on a weight is no bound: in bytes, a pebibyte. */
  private static final long ABSURD_WEIGHT = 1L << 50;

  private static final Class<?> ENTRY = entryType();
  private static final MethodHandle HASH = entryMethod("getHash", int.class);
  private static final MethodHandle KEY = entryMethod("getKey", Object.class);
  private static final MethodHandle VALUE = entryMethod("getValueReference", ValueReference.class);
  private static final MethodHandle NEXT = entryMethod("getNext", Object.class);
  private static final MethodHandle WARMER = entryMethod("getNextInAccessQueue", Object.class);
  private static final MethodHandle COLDER = entryMethod("getPreviousInAccessQueue", Object.class);
  private static final MethodHandle NEWER = entryMethod("getNextInWriteQueue", Object.class);
  private static final MethodHandle OLDER = entryMethod("getPreviousInWriteQueue", Object.class);
  private static final MethodHandle REMOVE = remove();

  /** Where the next scan starts, over all caches: any number does, so races do not matter. */
  private static final AtomicInteger ROTATION = new AtomicInteger();

  private GuavaCacheShrinker() {}

  /** Eviction class and reason; reads fields only. */
  static String contract(Object cache) {
    LocalCache<?, ?> c = (LocalCache<?, ?>) cache;
    if (c.evictsBySize()) {
      return bounded(c);
    }
    if (c.valueStrength == Strength.SOFT) {
      return "A' softValues";
    }
    if (isTimed(c)) {
      return c.defaultLoader == null ? "C timed, filled by hand" : "B timed, with a loader";
    }
    if (c.usesKeyReferences() || c.usesValueReferences()) {
      return "X weak references only";
    }
    return "D unbounded";
  }

  /** By the fields: copies of the library leave the method out where they do not need it. */
  private static boolean isTimed(LocalCache<?, ?> c) {
    return c.expireAfterAccessNanos > 0 || c.expireAfterWriteNanos > 0;
  }

  private static String bounded(LocalCache<?, ?> c) {
    long maximum = c.maxWeight;
    if (maximum == 0) {
      return "A! maximum 0";
    }
    boolean weighted = c.customWeigher();
    String bound = weighted ? "maximumWeight " : "maximumSize ";
    boolean absurd =
        weighted
            ? maximum >= ABSURD_WEIGHT || maximum == Integer.MAX_VALUE
            : maximum >= ABSURD_SIZE;
    return absurd ? "D " + bound + maximum + " is no bound" : "A " + bound + maximum;
  }

  static boolean listens(Object cache) {
    return ((LocalCache<?, ?>) cache).removalNotificationQueue != LocalCache.DISCARDING_QUEUE;
  }

  /** What is loaded costs more than what is put by hand, as long as nothing was measured. */
  static int seeks(Object cache) {
    return ((LocalCache<?, ?>) cache).defaultLoader == null ? 2 : 4;
  }

  static long count(Object cache) {
    long count = 0;
    for (Segment<?, ?> segment : ((LocalCache<?, ?>) cache).segments) {
      count += segment.count;
    }
    return count;
  }

  /**
   * Drops what has expired or was collected, then sheds up to {@code asked} of the coldest entries.
   */
  static long scan(Object cache, long asked, long[] scanned) {
    return scan(cache, asked, scanned, false);
  }

  /**
   * As {@link #scan}, and allocates nothing where nobody listens to removals: the library copies
   * what stands before a victim in its chain of the table, so only those at its front go, the
   * coldest of them first. What has expired is left to the application's own threads.
   */
  static long lastDitch(Object cache, long asked, long[] scanned) {
    boolean unheard =
        ((LocalCache<?, ?>) cache).removalNotificationQueue == LocalCache.DISCARDING_QUEUE;
    return scan(cache, asked, scanned, unheard);
  }

  private static long scan(Object cache, long asked, long[] scanned, boolean frontOnly) {
    if (asked <= 0) {
      return 0;
    }
    if (asked > BATCH) {
      scanned[0] = BATCH;
    }
    LocalCache<?, ?> c = (LocalCache<?, ?>) cache;
    if (onlyExpired(c)) {
      return dropExpired(c, scanned);
    }
    Segment<?, ?>[] segments = c.segments;
    long wanted = Math.min(asked, BATCH);
    long total = Math.max(1, count(c));
    int start = Math.floorMod(ROTATION.getAndIncrement(), segments.length);
    long held = 0;
    long assigned = 0;
    long freed = 0;
    for (int i = 0; i < segments.length; i++) {
      Segment<?, ?> segment = segments[(start + i) % segments.length];
      held += segment.count;
      long due = Math.min(wanted, wanted * held / total);
      if (due > assigned) {
        freed += scan(segment, due - assigned, frontOnly, scanned, freed);
        assigned = due;
      }
    }
    return freed == 0 ? STOP : freed;
  }

  /**
   * Soft values, timed entries that were put by hand, and what goes by identity. Without a maximum
   * all else is shed, as it can be loaded again, or as nothing but the user's word led here.
   */
  private static boolean onlyExpired(LocalCache<?, ?> c) {
    if (c.evictsBySize()) {
      return false;
    }
    return c.valueStrength == Strength.SOFT
        || (isTimed(c)
            ? c.defaultLoader == null
            : c.usesKeyReferences() || c.usesValueReferences());
  }

  private static long dropExpired(LocalCache<?, ?> c, long[] scanned) {
    long freed = 0;
    for (Segment<?, ?> segment : c.segments) {
      freed += scan(segment, 0, false, scanned, freed);
    }
    return freed == 0 ? STOP : freed;
  }

  /** The clean-up leaves the calling of listeners for later, as the lock is held. */
  private static long scan(
      Segment<?, ?> segment, long quota, boolean frontOnly, long[] scanned, long before) {
    if (!acquire(segment)) {
      return 0;
    }
    try {
      if (!frontOnly) {
        segment.cleanUp();
      }
      return shed(segment, quota, frontOnly, scanned, before);
    } finally {
      segment.unlock();
      segment.postWriteCleanup();
    }
  }

  /**
   * Each victim is looked up from the cold end again: a removal may unlink its neighbours.
   *
   * @param before entries that went from other segments
   */
  private static long shed(
      Segment<?, ?> segment, long quota, boolean frontOnly, long[] scanned, long before) {
    long freed = 0;
    Object victim = quota > 0 ? coldest(segment, frontOnly) : null;
    while (victim != null && evict(segment, victim, scanned, before + freed + 1)) {
      freed++;
      victim = freed < quota ? coldest(segment, frontOnly) : null;
    }
    return freed;
  }

  private static Object coldest(Segment<?, ?> segment, boolean frontOnly) {
    try {
      Segment<?, ?> front = frontOnly ? segment : null;
      if (segment.map.usesAccessQueue()) {
        return first(segment.accessQueue.peek(), COLDER, WARMER, front);
      }
      return segment.map.usesWriteQueue()
          ? first(segment.writeQueue.peek(), OLDER, NEWER, front)
          : any(segment.table);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /**
   * Of a queue, which is a ring around something that is no entry.
   *
   * @param front whose chains an entry has to stand at the front of; null if it need not
   */
  private static Object first(Object head, MethodHandle back, MethodHandle on, Segment<?, ?> front)
      throws Throwable {
    if (head == null) {
      return null;
    }
    Object entry = head;
    Object end = (Object) back.invokeExact(entry);
    int looks = front == null ? STAYING_LOOKS : BEHIND_LOOKS;
    for (int i = 0; i <= looks && entry != end; i++) {
      if (mayGo(entry) && (front == null || !isBehind(front, entry))) {
        return entry;
      }
      entry = (Object) on.invokeExact(entry);
    }
    return null;
  }

  /** The library keeps no order of entries that neither a maximum nor time bounds. */
  private static Object any(AtomicReferenceArray<?> table) throws Throwable {
    int staying = 0;
    for (int i = 0; i < table.length(); i++) {
      Object entry = table.get(i);
      while (entry != null && staying <= STAYING_LOOKS) {
        if (mayGo(entry)) {
          return entry;
        }
        staying++;
        entry = (Object) NEXT.invokeExact(entry);
      }
    }
    return null;
  }

  /** Not pinned by weight 0, not loading or a future that is not done, not collected by now. */
  private static boolean mayGo(Object entry) throws Throwable {
    ValueReference<?, ?> value = (ValueReference<?, ?>) VALUE.invokeExact(entry);
    return !value.isLoading()
        && value.getWeight() > 0
        && value.get() != null
        && !(value.get() instanceof Future<?> future && !future.isDone())
        && (Object) KEY.invokeExact(entry) != null;
  }

  private static boolean isBehind(Segment<?, ?> segment, Object entry) throws Throwable {
    AtomicReferenceArray<?> table = segment.table;
    int hash = (int) HASH.invokeExact(entry);
    return table.get(hash & (table.length() - 1)) != entry;
  }

  private static boolean evict(Segment<?, ?> segment, Object entry, long[] scanned, long place) {
    try {
      int hash = (int) HASH.invokeExact(entry);
      boolean went = (boolean) REMOVE.invokeExact(segment, entry, hash, RemovalCause.SIZE);
      if (went && place < scanned.length) {
        scanned[(int) place] = asWritten(hash);
      }
      return went;
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** So that 0 is no hash. */
  private static long asWritten(int hash) {
    return hash & 0xffffffffL | 1L << 32;
  }

  /** Looks through the chain where a key of that hash would be; no key is called. */
  static void stored(Object cache, long[] hashes, int length) {
    LocalCache<?, ?> c = (LocalCache<?, ?>) cache;
    try {
      for (int i = 0; i < length; i++) {
        if (hashes[i] != 0 && !isStored(c, (int) hashes[i])) {
          hashes[i] = 0;
        }
      }
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  private static boolean isStored(LocalCache<?, ?> c, int hash) throws Throwable {
    AtomicReferenceArray<?> table = c.segmentFor(hash).table;
    Object entry = table.get(hash & (table.length() - 1));
    while (entry != null && (int) HASH.invokeExact(entry) != hash) {
      entry = (Object) NEXT.invokeExact(entry);
    }
    return entry != null;
  }

  /**
   * Takes the lock unless it stays busy. The library holds it for microseconds at a time, longer
   * only while it waits for code of the application. Looks again and again, as standing in line
   * would make an object for the place.
   */
  private static boolean acquire(Segment<?, ?> segment) {
    if (segment.isHeldByCurrentThread()) {
      return false;
    }
    long startNanos = System.nanoTime();
    while (!segment.tryLock()) {
      if (System.nanoTime() - startNanos > WAIT_NANOS) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }

  /** Nothing to do: Guava records reads from the first entry on. */
  static void prime(Object cache) {}

  /** Picks entries from all segments, in each from a random place of its table on. */
  static int sample(Object cache, Object[] triples) {
    Segment<?, ?>[] segments = ((LocalCache<?, ?>) cache).segments;
    int wanted = triples.length / 3;
    int filled = 0;
    int start = ThreadLocalRandom.current().nextInt(segments.length);
    for (int i = 0; i < segments.length && filled < wanted; i++) {
      int left = segments.length - i;
      int until = filled + (wanted - filled + left - 1) / left;
      filled = sample(segments[(start + i) % segments.length], triples, filled, until);
    }
    return filled;
  }

  private static int sample(Segment<?, ?> segment, Object[] triples, int from, int until) {
    AtomicReferenceArray<?> table = segment.table;
    int filled = from;
    int start = ThreadLocalRandom.current().nextInt(table.length());
    try {
      for (int i = 0; i < table.length() && filled < until; i++) {
        Object entry = table.get((start + i) & (table.length() - 1));
        while (entry != null && filled < until) {
          ValueReference<?, ?> reference = (ValueReference<?, ?>) VALUE.invokeExact(entry);
          Object key = (Object) KEY.invokeExact(entry);
          Object value = reference.isLoading() ? null : reference.get();
          if (key != null && value != null) {
            triples[3 * filled] = entry;
            triples[3 * filled + 1] = key;
            triples[3 * filled + 2] = value;
            filled++;
          }
          entry = (Object) NEXT.invokeExact(entry);
        }
      }
    } catch (Throwable e) {
      throw unchecked(e);
    }
    return filled;
  }

  static boolean statistics(Object cache, long[] counters) {
    LocalCache<?, ?> c = (LocalCache<?, ?>) cache;
    if (!(c.globalStatsCounter instanceof SimpleStatsCounter)) {
      return false;
    }
    set(counters, c.globalStatsCounter.snapshot(), 0);
    for (Segment<?, ?> segment : c.segments) {
      set(counters, segment.statsCounter.snapshot(), 1);
    }
    return true;
  }

  private static void set(long[] counters, CacheStats stats, int keep) {
    counters[0] = keep * counters[0] + stats.hitCount();
    counters[1] = keep * counters[1] + stats.missCount();
    // Their sum has a method too, but copies of the library leave it out where they do not need it.
    counters[2] = keep * counters[2] + stats.loadSuccessCount() + stats.loadExceptionCount();
    counters[3] = keep * counters[3] + stats.totalLoadTime();
  }

  /** Throws if the library does not behave as known. */
  static void preTouch() {
    Cache<Object, Object> cache =
        CacheBuilder.newBuilder().maximumSize(100).concurrencyLevel(1).recordStats().build();
    for (int i = 0; i < 8; i++) {
      cache.put(i, i);
    }
    Object bounded = ((LocalCache.LocalManualCache<?, ?>) cache).localCache;
    long[] numbers = new long[4];
    prime(bounded);
    long freed = scan(bounded, 2, numbers) + lastDitch(bounded, 1, numbers);
    numbers[2] = asWritten(1 << 20);
    stored(bounded, numbers, 3);
    boolean followed = numbers[1] == 0 && numbers[2] == 0;
    boolean known =
        freed == 3
            && count(bounded) == 5
            && sample(bounded, new Object[12]) == 4
            && statistics(bounded, numbers)
            && !listens(bounded)
            && seeks(bounded) == 2
            && followed
            && contract(bounded).equals("A maximumSize 100");
    if (!known) {
      throw new IllegalStateException("a trial cache did not shed 3 of 8 entries");
    }
  }

  /** A cache of its own, for passes to be tried on. */
  static Object rehearsal() {
    Cache<Object, Object> cache =
        CacheBuilder.newBuilder().maximumSize(1 << 20).concurrencyLevel(4).build();
    for (int i = 0; i < ENTRIES_REHEARSED; i++) {
      cache.put(i, cache);
    }
    return ((LocalCache.LocalManualCache<?, ?>) cache).localCache;
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
  }

  private static Class<?> entryType() {
    for (Method method : Segment.class.getDeclaredMethods()) {
      if (method.getName().equals("removeEntry") && method.getParameterCount() == 3) {
        return method.getParameterTypes()[0];
      }
    }
    throw new NoSuchMethodError("LocalCache.Segment.removeEntry");
  }

  private static MethodHandle entryMethod(String name, Class<?> result) {
    try {
      MethodHandle handle = MethodHandles.lookup().unreflect(ENTRY.getDeclaredMethod(name));
      return handle.asType(
          handle.type().changeParameterType(0, Object.class).changeReturnType(result));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static MethodHandle remove() {
    try {
      Method method =
          Segment.class.getDeclaredMethod("removeEntry", ENTRY, int.class, RemovalCause.class);
      MethodHandle handle = MethodHandles.lookup().unreflect(method);
      return handle.asType(handle.type().changeParameterType(1, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
