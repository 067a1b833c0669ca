package com.github.benmanes.caffeine.cache;

import com.github.benmanes.caffeine.cache.stats.StatsCounter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Deque;
import java.util.Spliterator;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Counts and sheds the entries of Caffeine's bounded cache, 2.7 to 3.x, from inside its package.
 *
 * <p>Victims are chosen here and leave through the cache's own {@code evictEntry} with cause SIZE.
 * The other way, to lower the maximum, let {@code evictEntries} run, and restore it, was tried and
 * has three faults: Caffeine 2.9 and 3.0 then shed a cache that lives in its window from the hot
 * end (100 of the 100 hottest, where 2.7, 2.8 and 3.1 take the 100 coldest); how many entries of a
 * weighted cache went can only be guessed while writers are busy; and two scans at once could leave
 * the lowered maximum behind. Here no bound is ever touched, neither the maximum nor the adaptive
 * ones of the window and the protected space.
 *
 * <p>Concurrency: all of a scan runs under the cache's {@code evictionLock}, which guards the
 * access order, the sketch and every other eviction. Writers do not take that lock: one may remove
 * a victim between our look at {@code isAlive} and the eviction, some tens of nanoseconds, and that
 * entry is then counted as shed though its owner removed it.
 */
@SuppressWarnings(
    "GuardedBy") // the check does not see that the methods below scan run under its lock
final class CaffeineCacheShrinker implements Consumer<Object>, Executor {
  private static final long STOP = -1;

  /** The most entries that one scan sheds: it bounds the time that the lock is held. */
  private static final int BATCH = 128;

  /**
   * Coldest entries that compete for each place among the victims. More find better ones: they end
   * where the time that the lock is held for looking equals that for evicting.
   */
  private static final int LOOKS_PER_VICTIM = 16;

  /** Entries that must stay (weight 0, in flight) which one scan steps over. */
  private static final int STAYING_LOOKS = 1024;

  private static final int MOST_STEPS = BATCH * LOOKS_PER_VICTIM + STAYING_LOOKS;

  /** Frequencies from here on count as equally hot. */
  private static final int HOT = 4;

  /** Width of one counter of the packed histogram: holds {@code BATCH * LOOKS_PER_VICTIM}. */
  private static final int COUNTER_BITS = 12;

  private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

  /** A table of less than this many entries for each wanted one is sampled from its start. */
  private static final long SMALL = 4;

  private static final int ENTRIES_REHEARSED = 4000;

  /**
   * What evicting may take of the time that the lock is held. An eviction listener or a writer of
   * the application runs under it, and writers of the cache wait: a batch ends early then.
   */
  private static final long HOLD_NANOS = 500_000;

  private static final long SCAN_WAIT_NANOS = 2_000_000;
  private static final long LOOK_NANOS = 20_000;
  private static final long PRIME_WAIT_NANOS = 50_000_000;

  /** From here on a number of entries is no bound: no heap holds as many. */
  private static final long ABSURD_SIZE = 1_000_000_000L;

  /** From here on a weight is no bound: in bytes, a pebibyte. */
  private static final long ABSURD_WEIGHT = 1L << 50;

  private static final VarHandle LOADER = loader();
  private static final MethodHandle RESCHEDULE = rescheduler();
  private static final MethodHandle HAS_WRITER = hasWriter();
  private static final VarHandle EVICTION_LISTENER = evictionListener();
  private static final MethodHandle RECORD_EVICTION = recordEviction();

  private final Object[] triples;
  private int filled;

  private CaffeineCacheShrinker(Object[] triples) {
    this.triples = triples;
  }

  /** Eviction class and reason; reads fields only. */
  static String contract(Object cache) {
    BoundedLocalCache<?, ?> c = (BoundedLocalCache<?, ?>) cache;
    if (c.evicts()) {
      return bounded(c);
    }
    if (c.nodeFactory.softValues()) {
      return "A' softValues";
    }
    if (isTimed(c)) {
      return LOADER.get(c) == null ? "C timed, filled by hand" : "B timed, with a loader";
    }
    if (c.collectKeys() || c.collectValues()) {
      return "X weak references only";
    }
    return "D unbounded";
  }

  private static String bounded(BoundedLocalCache<?, ?> c) {
    long maximum = c.maximum();
    if (maximum == 0) {
      return "A! maximum 0";
    }
    // An asynchronous cache is weighted always, so that loads in flight weigh nothing.
    String bound = c.isAsync ? "maximum " : c.isWeighted() ? "maximumWeight " : "maximumSize ";
    boolean absurd =
        c.isWeighted()
            ? maximum >= ABSURD_WEIGHT || maximum == Integer.MAX_VALUE
            : maximum >= ABSURD_SIZE;
    return absurd ? "D " + bound + maximum + " is no bound" : "A " + bound + maximum;
  }

  static boolean listens(Object cache) {
    return isHeard((BoundedLocalCache<?, ?>) cache);
  }

  /** What is loaded costs more than what is put by hand, as long as nothing was measured. */
  static int seeks(Object cache) {
    return LOADER.get((BoundedLocalCache<?, ?>) cache) == null ? 2 : 4;
  }

  static long count(Object cache) {
    return ((BoundedLocalCache<?, ?>) cache).data.mappingCount();
  }

  /**
   * Drops what has expired or was collected, then sheds up to {@code asked} of the coldest entries.
   */
  @SuppressWarnings("unchecked")
  static long scan(Object cache, long asked, long[] scanned) {
    if (asked <= 0) {
      return 0;
    }
    if (asked > BATCH) {
      scanned[0] = BATCH;
    }
    BoundedLocalCache<Object, Object> c = (BoundedLocalCache<Object, Object>) cache;
    if (!acquire(c.evictionLock, SCAN_WAIT_NANOS)) {
      return STOP;
    }
    try {
      c.maintenance(null);
      int wanted = (int) Math.min(asked, BATCH);
      boolean unheard = !c.isAsync && !c.refreshAfterWrite() && !isHeard(c);
      return c.evicts() ? shed(c, wanted, scanned, unheard) : shedUnbounded(c, wanted, scanned);
    } finally {
      c.evictionLock.unlock();
      reschedule(c);
    }
  }

  /**
   * As {@link #scan}, and allocates nothing where nobody listens to removals: what the
   * application's own threads have left to be done is left to them.
   */
  @SuppressWarnings("unchecked")
  static long lastDitch(Object cache, long asked, long[] scanned) {
    if (asked <= 0) {
      return 0;
    }
    if (asked > BATCH) {
      scanned[0] = BATCH;
    }
    BoundedLocalCache<Object, Object> c = (BoundedLocalCache<Object, Object>) cache;
    if (!acquire(c.evictionLock, SCAN_WAIT_NANOS)) {
      return STOP;
    }
    try {
      int wanted = (int) Math.min(asked, BATCH);
      return c.evicts() ? shed(c, wanted, scanned, !isHeard(c)) : shedUnbounded(c, wanted, scanned);
    } finally {
      c.evictionLock.unlock();
    }
  }

  /** Whether code of the application is told of entries that leave. */
  private static boolean isHeard(BoundedLocalCache<?, ?> c) {
    try {
      return c.removalListener() != null
          || (EVICTION_LISTENER != null && EVICTION_LISTENER.get(c) != null)
          || (HAS_WRITER != null && (boolean) HAS_WRITER.invokeExact(c));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A writer that found the lock busy left its entry in the write buffer and relies on the holder.
   * Before 3.1 the library leaves such work to the next access, and so do we.
   */
  private static void reschedule(BoundedLocalCache<?, ?> c) {
    if (RESCHEDULE == null) {
      return;
    }
    try {
      RESCHEDULE.invokeExact(c);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Sheds the least frequently used among the coldest entries; of equally frequent ones the
   * coldest. First walk: how many of the looked-at entries have which frequency, hence the
   * frequency up to which they go. Second walk: evict. Both see the same, since the lock is held.
   */
  private static long shed(
      BoundedLocalCache<Object, Object> c, int wanted, long[] scanned, boolean unheard) {
    FrequencySketch<Object> sketch = c.frequencySketch();
    int looks = sketch.isNotInitialized() ? wanted : wanted * LOOKS_PER_VICTIM;
    long histogram = histogram(c, sketch, wanted, looks);
    int level = 0;
    int colder = 0;
    while (level < HOT && colder + counter(histogram, level) < wanted) {
      colder += counter(histogram, level);
      level++;
    }
    int atLevel = Math.min(wanted - colder, counter(histogram, level));
    return colder + atLevel == 0
        ? STOP
        : evict(c, sketch, level, atLevel, colder + atLevel, scanned, unheard);
  }

  /** How many of the coldest entries have which level. Ends early when enough have the lowest. */
  private static long histogram(
      BoundedLocalCache<Object, Object> c, FrequencySketch<Object> sketch, int wanted, int looks) {
    long histogram = 0;
    int looked = 0;
    int staying = 0;
    for (int space = 0; space < 3; space++) {
      Node<Object, Object> node = space(c, space).peekFirst();
      while (node != null
          && looked < looks
          && staying < STAYING_LOOKS
          && counter(histogram, 0) < wanted) {
        if (mayGo(node)) {
          looked++;
          histogram += 1L << (COUNTER_BITS * level(sketch, node));
        } else {
          staying++;
        }
        node = node.getNextInAccessOrder();
      }
    }
    return histogram;
  }

  /**
   * Evicts {@code victims} entries: all below {@code level} and the coldest {@code atLevel} on it,
   * as the first walk found them; fewer if some were removed since, or if it takes too long. What
   * is thrown on the way (by a CacheWriter of Caffeine 2, or a key's hashCode) leaves that entry
   * where it is, and reaches the caller only if nothing could be shed.
   */
  private static long evict(
      BoundedLocalCache<Object, Object> c,
      FrequencySketch<Object> sketch,
      int level,
      int atLevel,
      int victims,
      long[] scanned,
      boolean unheard) {
    long startNanos = System.nanoTime();
    RuntimeException thrown = null;
    long freed = 0;
    int places = atLevel;
    int tried = 0;
    int steps = 0;
    for (int space = 0; space < 3; space++) {
      Node<Object, Object> node = space(c, space).peekFirst();
      while (node != null && tried < victims && steps++ < MOST_STEPS) {
        Node<Object, Object> next = node.getNextInAccessOrder();
        int own = mayGo(node) ? level(sketch, node) : Integer.MAX_VALUE;
        if (own < level || (own == level && places-- > 0)) {
          tried++;
          try {
            long hash = scanned.length > 1 ? hash(node) : 0;
            if (node.isAlive() && evict(c, node, unheard)) {
              tell(scanned, ++freed, hash);
            }
          } catch (RuntimeException e) {
            thrown = e;
          }
          if (tried < victims && System.nanoTime() - startNanos > HOLD_NANOS) {
            scanned[0] = tried;
            victims = tried;
          }
        }
        node = next;
      }
    }
    if (freed == 0 && thrown != null) {
      throw thrown;
    }
    return freed;
  }

  private static boolean evict(
      BoundedLocalCache<Object, Object> c, Node<Object, Object> node, boolean unheard) {
    return unheard ? evictUnheard(c, node) : c.evictEntry(node, RemovalCause.SIZE, 0L);
  }

  /**
   * What {@code evictEntry} does where nobody hears of it, in the same order, with no object made:
   * the library's own way leaves some 150 bytes of garbage for each entry, in a heap that is full.
   * A writer that found the node before it left the map may still write to it: its value is then
   * evicted as it comes. A refresh under way is not called off, and may bring the entry back, and a
   * future put in place of a value that was to go is not waited for; so where there may be either,
   * this is for the last ditch only.
   */
  private static boolean evictUnheard(
      BoundedLocalCache<Object, Object> c, Node<Object, Object> node) {
    if (!c.data.remove(node.getKeyReference(), node)) {
      return false;
    }
    synchronized (node) {
      if (node.isAlive()) {
        node.retire();
      }
    }
    Deque<?> order =
        node.inWindow()
            ? c.accessOrderWindowDeque()
            : node.inMainProbation()
                ? c.accessOrderProbationDeque()
                : c.accessOrderProtectedDeque();
    order.remove(node);
    if (c.expiresAfterWrite()) {
      Deque<?> written = c.writeOrderDeque();
      written.remove(node);
    } else if (c.expiresVariable()) {
      c.timerWheel().deschedule(node);
    }
    synchronized (node) {
      c.makeDead(node);
    }
    recordEviction(c, node.getWeight());
    return true;
  }

  private static void recordEviction(BoundedLocalCache<?, ?> c, int weight) {
    try {
      RECORD_EVICTION.invokeExact(c.statsCounter(), weight);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** As the map sees it: of weak keys by identity. */
  private static long hash(Node<Object, Object> node) {
    return asWritten(node.getKeyReference().hashCode());
  }

  /** So that 0 is no hash. */
  private static long asWritten(int hash) {
    return hash & 0xffffffffL | 1L << 32;
  }

  private static void tell(long[] scanned, long freed, long hash) {
    if (freed < scanned.length) {
      scanned[(int) freed] = hash;
    }
  }

  /**
   * Asks the map for any key of a hash, with a key that equals all: no key of the application is
   * called, and neither order nor statistics take note.
   */
  static void stored(Object cache, long[] hashes, int length) {
    BoundedLocalCache<?, ?> c = (BoundedLocalCache<?, ?>) cache;
    CaffeineCacheShrinker anyOfAHash = new CaffeineCacheShrinker(new Object[0]);
    for (int i = 0; i < length; i++) {
      anyOfAHash.filled = (int) hashes[i];
      if (hashes[i] != 0 && !c.data.containsKey(anyOfAHash)) {
        hashes[i] = 0;
      }
    }
  }

  @Override
  public int hashCode() {
    return filled;
  }

  @Override
  public boolean equals(Object other) {
    return other != null;
  }

  /** The spaces of the policy, coldest first. */
  private static AccessOrderDeque<Node<Object, Object>> space(
      BoundedLocalCache<Object, Object> c, int space) {
    return switch (space) {
      case 0 -> c.accessOrderProbationDeque();
      case 1 -> c.accessOrderWindowDeque();
      default -> c.accessOrderProtectedDeque();
    };
  }

  /** Not pinned by weight 0, not in flight, and neither removed nor collected by now. */
  private static boolean mayGo(Node<Object, Object> node) {
    if (node.getPolicyWeight() == 0 || node.getWeight() == 0 || !node.isAlive()) {
      return false;
    }
    Object value = node.getValue();
    return value != null && node.getKey() != null && !inFlight(value);
  }

  /** Also in a cache that knows nothing of futures and is used for loads or replies to come. */
  private static boolean inFlight(Object value) {
    return value instanceof Future<?> future && !future.isDone();
  }

  private static int level(FrequencySketch<Object> sketch, Node<Object, Object> node) {
    Object key = node.getKey();
    return key == null ? 0 : Math.min(sketch.frequency(key), HOT);
  }

  private static int counter(long histogram, int level) {
    return (int) ((histogram >>> (COUNTER_BITS * level)) & COUNTER_MASK);
  }

  /**
   * Of a cache without a maximum, if it loads again what it loses, or if nothing but the user's
   * word could have led here: those that were least lately used, else written, else those that
   * expire first, else any. Nothing of soft values, of timed entries that were put by hand, and of
   * a cache that goes by identity.
   */
  private static long shedUnbounded(
      BoundedLocalCache<Object, Object> c, int wanted, long[] scanned) {
    if (onlyExpired(c)) {
      return STOP;
    }
    long startNanos = System.nanoTime();
    long freed = 0;
    try {
      boolean more = true;
      while (more && shedNext(c, scanned, freed + 1)) {
        freed++;
        more = freed < wanted && System.nanoTime() - startNanos <= HOLD_NANOS;
      }
    } catch (RuntimeException byAKey) {
      if (freed == 0) {
        throw byAKey;
      }
    }
    if (freed == 0) {
      return STOP;
    }
    scanned[0] = freed;
    return freed;
  }

  private static boolean shedNext(BoundedLocalCache<Object, Object> c, long[] scanned, long place) {
    Node<Object, Object> victim = nextToGo(c);
    if (victim == null) {
      return false;
    }
    long hash = scanned.length > 1 ? hash(victim) : 0;
    boolean went = c.evictEntry(victim, RemovalCause.SIZE, 0L);
    if (went) {
      tell(scanned, place, hash);
    }
    return went;
  }

  private static boolean onlyExpired(BoundedLocalCache<?, ?> c) {
    return c.nodeFactory.softValues()
        || (isTimed(c) ? LOADER.get(c) == null : c.collectKeys() || c.collectValues());
  }

  private static boolean isTimed(BoundedLocalCache<?, ?> c) {
    return c.expiresAfterAccess() || c.expiresAfterWrite() || c.expiresVariable();
  }

  private static Node<Object, Object> nextToGo(BoundedLocalCache<Object, Object> c) {
    if (c.expiresAfterAccess()) {
      return firstInAccessOrder(c.accessOrderWindowDeque().peekFirst());
    }
    if (c.expiresAfterWrite()) {
      return firstInWriteOrder(c.writeOrderDeque().peekFirst());
    }
    return c.expiresVariable() ? firstToExpire(c.timerWheel()) : any(c);
  }

  private static Node<Object, Object> firstInAccessOrder(Node<Object, Object> coldest) {
    Node<Object, Object> node = coldest;
    for (int i = 0; node != null && i < STAYING_LOOKS && !mayGo(node); i++) {
      node = node.getNextInAccessOrder();
    }
    return node != null && mayGo(node) ? node : null;
  }

  private static Node<Object, Object> firstInWriteOrder(Node<Object, Object> oldest) {
    Node<Object, Object> node = oldest;
    for (int i = 0; node != null && i < STAYING_LOOKS && !mayGo(node); i++) {
      node = node.getNextInWriteOrder();
    }
    return node != null && mayGo(node) ? node : null;
  }

  /** Buckets are rings around a node that is none; each wheel turns slower than the one before. */
  private static Node<Object, Object> firstToExpire(TimerWheel<Object, Object> timer) {
    int staying = 0;
    for (int i = 0; i < timer.wheel.length; i++) {
      Node<Object, Object>[] buckets = timer.wheel[i];
      long now = timer.nanos >>> TimerWheel.SHIFT[i];
      for (int j = 0; j < buckets.length; j++) {
        Node<Object, Object> ring = buckets[(int) (now + j) & (buckets.length - 1)];
        Node<Object, Object> node = ring.getNextInVariableOrder();
        while (node != ring && staying++ < STAYING_LOOKS) {
          if (mayGo(node)) {
            return node;
          }
          node = node.getNextInVariableOrder();
        }
      }
    }
    return null;
  }

  /** The library keeps no order of such entries. */
  private static Node<Object, Object> any(BoundedLocalCache<Object, Object> c) {
    int staying = 0;
    for (Node<Object, Object> node : c.data.values()) {
      if (mayGo(node)) {
        return node;
      }
      if (++staying == STAYING_LOOKS) {
        return null;
      }
    }
    return null;
  }

  /**
   * Gives the frequency sketch room for the entries of now. A cache below half of its maximum has
   * none yet and then skips the recording of reads, so that it knows neither recency nor frequency.
   * The library forgets all counts when the sketch grows; here they go on to count in it.
   */
  static void prime(Object cache) {
    BoundedLocalCache<?, ?> c = (BoundedLocalCache<?, ?>) cache;
    long population = c.data.mappingCount();
    if (!c.evicts() || population == 0 || !acquire(c.evictionLock, PRIME_WAIT_NANOS)) {
      return;
    }
    try {
      FrequencySketch<?> sketch = c.frequencySketch();
      long[] before = sketch.table;
      sketch.ensureCapacity(population);
      if (before != null && before != sketch.table) {
        keepCounts(before, sketch.table);
      }
    } finally {
      c.evictionLock.unlock();
    }
  }

  /**
   * Fills a larger table with what a smaller one knew. Both lengths are powers of two and a key's
   * place is its hash cut to the length, in all versions, so the count of a key is found again at
   * the place that its hash has now; keys that shared a place start with the same count.
   */
  private static void keepCounts(long[] before, long[] now) {
    for (int i = 0; i < now.length; i += before.length) {
      System.arraycopy(before, 0, now, i, before.length);
    }
  }

  /**
   * Takes the lock unless it stays busy. The library holds it for microseconds at a time, longer
   * only while it waits for code of the application. Looks again and again, as standing in line
   * would make an object for the place.
   */
  private static boolean acquire(ReentrantLock lock, long nanos) {
    if (lock.isHeldByCurrentThread()) {
      return false;
    }
    long startNanos = System.nanoTime();
    while (!lock.tryLock()) {
      if (System.nanoTime() - startNanos > nanos) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }

  /** Picks entries from all over a big table, one from each of as many equal parts. */
  static int sample(Object cache, Object[] triples) {
    BoundedLocalCache<?, ?> c = (BoundedLocalCache<?, ?>) cache;
    CaffeineCacheShrinker picker = new CaffeineCacheShrinker(triples);
    int wanted = triples.length / 3;
    Spliterator<?> nodes = c.data.values().spliterator();
    if (c.data.mappingCount() <= SMALL * wanted) {
      picker.pick(nodes, wanted);
    } else {
      picker.spread(nodes, wanted);
    }
    return picker.filled;
  }

  private void spread(Spliterator<?> nodes, int wanted) {
    Spliterator<?> half = wanted > 1 ? nodes.trySplit() : null;
    if (half == null) {
      pick(nodes, wanted);
      return;
    }
    int before = filled;
    spread(half, wanted / 2);
    spread(nodes, wanted - (filled - before));
    pick(half, wanted - (filled - before));
  }

  private void pick(Spliterator<?> nodes, int wanted) {
    int until = filled + wanted;
    boolean more = true;
    while (more && filled < until) {
      more = nodes.tryAdvance(this);
    }
  }

  /** Called with a node by {@link #pick}. */
  @Override
  public void accept(Object object) {
    Node<?, ?> node = (Node<?, ?>) object;
    Object key = node.getKey();
    Object value = node.getValue();
    if (key != null && value != null && !inFlight(value)) {
      triples[3 * filled] = node;
      triples[3 * filled + 1] = key;
      triples[3 * filled + 2] = value;
      filled++;
    }
  }

  static boolean statistics(Object cache, long[] counters) {
    BoundedLocalCache<?, ?> c = (BoundedLocalCache<?, ?>) cache;
    if (!c.isRecordingStats()) {
      return false;
    }
    var now = c.statsCounter().snapshot();
    counters[0] = now.hitCount();
    counters[1] = now.missCount();
    counters[2] = now.loadCount();
    counters[3] = now.totalLoadTime();
    return true;
  }

  /** Throws if the library does not behave as known. */
  static void preTouch() {
    Object[] triples = new Object[12];
    Cache<Object, Object> cache =
        Caffeine.newBuilder()
            .maximumSize(100)
            .recordStats()
            .executor(new CaffeineCacheShrinker(triples))
            .build();
    for (int i = 0; i < 8; i++) {
      cache.put(i, i);
    }
    Object bounded = cache.asMap();
    long[] numbers = new long[4];
    prime(bounded);
    // One at a time, as the first take longer than a batch may.
    long freed =
        scan(bounded, 1, numbers) + scan(bounded, 1, numbers) + lastDitch(bounded, 1, numbers);
    numbers[2] = asWritten(7);
    stored(bounded, numbers, 3);
    boolean followed = numbers[1] == 0 && numbers[2] != 0;
    boolean known =
        freed == 3
            && count(bounded) == 5
            && sample(bounded, triples) == 4
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
        Caffeine.newBuilder()
            .maximumSize(1 << 20)
            .executor(new CaffeineCacheShrinker(new Object[0]))
            .build();
    for (int i = 0; i < ENTRIES_REHEARSED; i++) {
      cache.put(i, cache);
    }
    return cache.asMap();
  }

  /** The executor of {@link #preTouch}'s cache: no thread is started for it. */
  @Override
  public void execute(Runnable task) {
    task.run();
  }

  /** The loader's field has another type in 2.x than in 3.x. */
  private static VarHandle loader() {
    try {
      var field = BoundedLocalCache.class.getDeclaredField("cacheLoader");
      return MethodHandles.lookup().unreflectVarHandle(field);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static MethodHandle rescheduler() {
    try {
      return MethodHandles.lookup()
          .findVirtual(
              BoundedLocalCache.class,
              "rescheduleCleanUpIfIncomplete",
              MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** In 2.x, where eviction listeners are writers too; null elsewhere. */
  private static MethodHandle hasWriter() {
    try {
      return MethodHandles.lookup()
          .findVirtual(BoundedLocalCache.class, "hasWriter", MethodType.methodType(boolean.class))
          .asType(MethodType.methodType(boolean.class, BoundedLocalCache.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** In 3.x; null elsewhere. */
  private static VarHandle evictionListener() {
    try {
      var field = BoundedLocalCache.class.getDeclaredField("evictionListener");
      return MethodHandles.lookup().unreflectVarHandle(field);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** Before 2.9 evictions were counted without their cause. */
  private static MethodHandle recordEviction() {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      MethodType withCause = MethodType.methodType(void.class, int.class, RemovalCause.class);
      MethodHandle record = lookup.findVirtual(StatsCounter.class, "recordEviction", withCause);
      return MethodHandles.insertArguments(record, 2, RemovalCause.SIZE);
    } catch (ReflectiveOperationException older) {
      return recordEvictionByWeight(lookup);
    }
  }

  private static MethodHandle recordEvictionByWeight(MethodHandles.Lookup lookup) {
    try {
      MethodType byWeight = MethodType.methodType(void.class, int.class);
      return lookup.findVirtual(StatsCounter.class, "recordEviction", byWeight);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
