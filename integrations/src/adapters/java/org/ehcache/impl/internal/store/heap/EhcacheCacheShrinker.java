package org.ehcache.impl.internal.store.heap;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.Random;
import java.util.Spliterator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Counts and sheds the entries of Ehcache's heap tier, 3.5 to 3.12, from inside its package.
 *
 * <p>Ehcache keeps no order of its entries: it looks at eight of them and evicts the one that was
 * not used for the longest time. A scan has it do just that, so what goes is cold, but not the
 * coldest. Entries in flight, which another thread loads from a tier below, and those that the
 * application advises against, the library itself takes when it finds no other; here they stay.
 *
 * <p>Where something expires, the entry goes only when it is read. A scan therefore walks a part of
 * the table first, from a random place on, and drops what has expired there; of a small cache it
 * walks all.
 *
 * <p>Concurrency: evictions and expirations are done by the library under the lock of the bin they
 * happen in. Between the look for an entry that may go and the eviction no lock is held: if the
 * last such entry goes meanwhile, the library takes one that should stay, as it does whenever it is
 * full of them.
 *
 * <p>Types outside this package are not named, as they moved between versions and move again where
 * the library is relocated; they are reached through method handles. An instance holds the entry
 * that a walk has come to.
 */
@SuppressWarnings("NullAway") // an annotation would be one more class that loaders had to know
final class EhcacheCacheShrinker implements Consumer<Object> {
  private static final long STOP = -1;

  /** The most entries that one scan sheds. */
  private static final int BATCH = 128;

  /** Entries that a scan walks over in search of expired ones. */
  private static final int EXPIRED_LOOKS = 1024;

  /** Attempts to evict that may fail, as another thread was faster, before a scan ends. */
  private static final int FAILURES = 8;

  /** Up to here all of a table can be searched for a few entries that are left. */
  private static final int SMALL_TABLE = 4096;

  /**
   * A table with fewer entries than one in so many places is left alone: the library looks at
   * places until it has found eight entries, and never makes a table smaller.
   */
  private static final int SPARSE = 20;

  /** From here on a number of entries is no bound: no heap holds as many. */
  private static final long ABSURD_SIZE = 1_000_000_000L;

  /** From here on a number of bytes is no bound: a pebibyte. */
  private static final long ABSURD_BYTES = 1L << 50;

  private static final MethodHandles.Lookup STORE = privately(OnHeapStore.class);

  private static final MethodHandle MAP = getter("map", Backend.class);
  private static final MethodHandle CAPACITY = getter("capacity", long.class);
  private static final MethodHandle SIZE_OF = getter("sizeOfEngine", Object.class);
  private static final MethodHandle CLOCK = getter("timeSource", Object.class);
  private static final MethodHandle EVENTS = getter("storeEventDispatcher", Object.class);
  private static final MethodHandle LOWER_TIER = getter("invalidationListener", Object.class);
  private static final Object NO_LOWER_TIER = constant("NULL_INVALIDATION_LISTENER");

  private static final MethodHandle EVICT = evict();
  private static final MethodHandle EXPIRE = expire();
  private static final MethodHandle CANDIDATE = candidate();
  private static final MethodHandle SINK =
      method(typeOf("storeEventDispatcher"), "eventSink", Object.class);
  private static final MethodHandle RELEASE =
      method(typeOf("storeEventDispatcher"), "releaseEventSink", void.class);
  private static final MethodHandle RELEASE_AFTER_FAILURE =
      method(typeOf("storeEventDispatcher"), "releaseEventSinkAfterFailure", void.class);
  private static final MethodHandle NOW = method(typeOf("timeSource"), "getTimeMillis", long.class);

  private static final Class<?> FAULT = named(OnHeapStore.class.getName() + "$Fault");
  private static final Class<?> HOLDER =
      named(OnHeapStore.class.getPackageName() + ".holders.OnHeapValueHolder");
  private static final MethodHandle IS_EXPIRED = isExpired();
  private static final MethodHandle VALUE = value();

  private static final MethodHandle TABLE = table(SimpleBackend.class, "realMap");
  private static final MethodHandle NEW_TABLE = newTable();
  private static final MethodHandle PLACES = places();

  // Null together where versions do not copy keys any more, which is from 3.11 on.
  private static final Class<?> KEY_COPY_BACKEND =
      namedIfThere(OnHeapStore.class.getPackageName() + ".KeyCopyBackend");
  private static final MethodHandle KEY_COPY_TABLE =
      KEY_COPY_BACKEND == null ? null : table(KEY_COPY_BACKEND, "keyCopyMap");
  private static final Class<?> KEY_COPY =
      namedIfThere(OnHeapStore.class.getPackageName() + ".holders.OnHeapKey");
  private static final MethodHandle COPIED_KEY =
      KEY_COPY == null ? null : method(KEY_COPY, "getActualKeyObject", Object.class);

  private Map.Entry<?, ?> entry;

  private EhcacheCacheShrinker() {}

  /** Where a walk has come to. */
  @Override
  public void accept(Object next) {
    entry = (Map.Entry<?, ?>) next;
  }

  /** Eviction class and reason; reads fields only. */
  static String contract(Object cache) {
    try {
      long maximum = (long) CAPACITY.invokeExact((OnHeapStore<?, ?>) cache);
      boolean bytes = isByteSized(cache);
      String bound = "maximumSize " + maximum + (bytes ? " bytes" : "");
      boolean absurd = maximum >= (bytes ? ABSURD_BYTES : ABSURD_SIZE);
      return absurd || maximum == Integer.MAX_VALUE ? "D " + bound + " is no bound" : "A " + bound;
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** A tier that counts entries has an engine that measures nothing. */
  private static boolean isByteSized(Object cache) throws Throwable {
    Object engine = (Object) SIZE_OF.invokeExact((OnHeapStore<?, ?>) cache);
    return !engine.getClass().getSimpleName().equals("NoopSizeOfEngine");
  }

  /** What a tier below holds as well is the cheapest there is. */
  static int seeks(Object cache) {
    try {
      Object below = (Object) LOWER_TIER.invokeExact((OnHeapStore<?, ?>) cache);
      return below == NO_LOWER_TIER ? 2 : 1;
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** Whether the application listens just now; it may begin at any time. */
  static boolean listens(Object cache) {
    try {
      Object events = (Object) EVENTS.invokeExact((OnHeapStore<?, ?>) cache);
      for (Class<?> type = events.getClass(); type != null; type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (field.getName().equals("listeners")) {
            Object listeners = privately(type).unreflectGetter(field).invoke(events);
            return !((Collection<?>) listeners).isEmpty();
          }
        }
      }
      return false;
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** A closed cache has a new, empty table. */
  static long count(Object cache) {
    try {
      return backend(cache).mappingCount();
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** Drops what has expired where it looks, then sheds up to {@code asked} entries. */
  static long scan(Object cache, long asked, long[] scanned) {
    if (asked <= 0) {
      return 0;
    }
    if (asked > BATCH) {
      scanned[0] = BATCH;
    }
    try {
      OnHeapStore<?, ?> store = (OnHeapStore<?, ?>) cache;
      dropExpired(store);
      long freed = shed(store, Math.min(asked, BATCH));
      return freed == 0 ? STOP : freed;
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  private static void dropExpired(OnHeapStore<?, ?> store) throws Throwable {
    Object clock = (Object) CLOCK.invokeExact(store);
    long now = (long) NOW.invokeExact(clock);
    EhcacheCacheShrinker walk = new EhcacheCacheShrinker();
    Spliterator<?> part = anyPart(tableOf(backend(store)).entrySet().spliterator(), EXPIRED_LOOKS);
    for (int i = 0; i < EXPIRED_LOOKS && part.tryAdvance(walk); i++) {
      Object holder = walk.entry.getValue();
      if (!FAULT.isInstance(holder) && (boolean) IS_EXPIRED.invokeExact(holder, now)) {
        Object key = keyOf(walk.entry);
        EXPIRE.invokeExact(store, key, holder);
      }
    }
  }

  /** All events of a batch go out when it is over, as those of one write do. */
  private static long shed(OnHeapStore<?, ?> store, long wanted) throws Throwable {
    if (!mayShed(backend(store))) {
      return 0;
    }
    Object events = (Object) EVENTS.invokeExact(store);
    Object sink = (Object) SINK.invokeExact(events);
    long freed = 0;
    int failures = 0;
    try {
      while (freed < wanted && failures < FAILURES && mayShed(backend(store))) {
        if ((boolean) EVICT.invokeExact(store, sink)) {
          freed++;
        } else {
          failures++;
        }
      }
    } catch (Throwable e) {
      RELEASE_AFTER_FAILURE.invokeExact(events, sink, (Object) e);
      throw e;
    }
    RELEASE.invokeExact(events, sink);
    return freed;
  }

  /** Whether there is an entry that may go and can be found without searching long. */
  private static boolean mayShed(Backend<?, ?> backend) throws Throwable {
    long count = backend.mappingCount();
    Object places = (Object) PLACES.invokeExact((Object) tableOf(backend));
    int length = places == null ? 0 : Array.getLength(places);
    return count > 0
        && (length <= SMALL_TABLE || count * SPARSE >= length)
        && (Object) CANDIDATE.invokeExact(backend) != null;
  }

  private static Backend<?, ?> backend(Object cache) throws Throwable {
    return (Backend<?, ?>) MAP.invokeExact((OnHeapStore<?, ?>) cache);
  }

  private static Map<?, ?> tableOf(Backend<?, ?> backend) throws Throwable {
    Object table =
        backend instanceof SimpleBackend
            ? (Object) TABLE.invokeExact((Object) backend)
            : (Object) KEY_COPY_TABLE.invokeExact((Object) backend);
    return (Map<?, ?>) table;
  }

  private static Object keyOf(Map.Entry<?, ?> entry) throws Throwable {
    Object key = entry.getKey();
    return KEY_COPY != null && KEY_COPY.isInstance(key)
        ? (Object) COPIED_KEY.invokeExact(key)
        : key;
  }

  /** Halves what is there, and one of the halves, until it has about so many entries. */
  private static Spliterator<?> anyPart(Spliterator<?> all, long size) {
    Spliterator<?> part = all;
    while (part.estimateSize() > size && part.hasCharacteristics(Spliterator.CONCURRENT)) {
      Spliterator<?> front = part.trySplit();
      if (front == null) {
        return part;
      }
      part = ThreadLocalRandom.current().nextBoolean() ? front : part;
    }
    return part;
  }

  /** Nothing to do: Ehcache notes the time of each read. */
  static void prime(Object cache) {}

  /** Picks entries from all parts of the table. */
  static int sample(Object cache, Object[] triples) {
    try {
      Spliterator<?> all = tableOf(backend(cache)).entrySet().spliterator();
      return sample(all, triples, 0, triples.length / 3, new EhcacheCacheShrinker());
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** What the front half does not have, the other one may give. */
  private static int sample(
      Spliterator<?> all, Object[] triples, int from, int until, EhcacheCacheShrinker walk)
      throws Throwable {
    int wanted = until - from;
    Spliterator<?> front =
        wanted > 1 && all.estimateSize() > wanted && all.hasCharacteristics(Spliterator.CONCURRENT)
            ? all.trySplit()
            : null;
    if (front != null) {
      int filled = sample(front, triples, from, from + wanted / 2, walk);
      return sample(all, triples, filled, until, walk);
    }
    int filled = from;
    Spliterator<?> part = wanted == 1 ? anyPart(all, 8) : all;
    while (filled < until && part.tryAdvance(walk)) {
      Object holder = walk.entry.getValue();
      if (!FAULT.isInstance(holder)) {
        triples[3 * filled] = holder;
        triples[3 * filled + 1] = keyOf(walk.entry);
        triples[3 * filled + 2] = (Object) VALUE.invokeExact(holder);
        filled++;
      }
    }
    return filled;
  }

  /** The library's counters belong to a service that an application need not have. */
  static boolean statistics(Object cache, long[] counters) {
    return false;
  }

  /** Throws if the library's table is not as known; the members are found when this class is. */
  static void preTouch() {
    try {
      Object table = (Object) NEW_TABLE.invokeExact();
      Spliterator<?> all = ((Map<?, ?>) table).entrySet().spliterator();
      Object places = (Object) PLACES.invokeExact(table);
      if (places != null || !all.hasCharacteristics(Spliterator.CONCURRENT)) {
        throw new IllegalStateException("the table cannot be walked from anywhere but its front");
      }
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** None: a tier of its own would have to start the library's services. */
  static Object rehearsal() {
    return null;
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
  }

  private static MethodHandles.Lookup privately(Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static Field field(String name) {
    try {
      return OnHeapStore.class.getDeclaredField(name);
    } catch (NoSuchFieldException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static Class<?> typeOf(String field) {
    return field(field).getType();
  }

  private static MethodHandle getter(String name, Class<?> as) {
    try {
      return STORE
          .unreflectGetter(field(name))
          .asType(MethodType.methodType(as, OnHeapStore.class));
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static Object constant(String name) {
    try {
      return STORE.unreflectGetter(field(name)).invoke();
    } catch (Throwable e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The only method of that name, which may be declared above; all but the result as Object. */
  private static MethodHandle method(Class<?> type, String name, Class<?> result) {
    Method method = find(type, name);
    if (method == null) {
      throw new NoSuchMethodError(type.getName() + "." + name);
    }
    try {
      MethodHandle handle = privately(method.getDeclaringClass()).unreflect(method);
      return handle.asType(handle.type().generic().changeReturnType(result));
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static Method find(Class<?> type, String name) {
    for (Class<?> above = type; above != null; above = above.getSuperclass()) {
      for (Method method : above.getDeclaredMethods()) {
        if (method.getName().equals(name) && !method.isBridge()) {
          return method;
        }
      }
    }
    return null;
  }

  private static MethodHandle evict() {
    return method(OnHeapStore.class, "evict", boolean.class)
        .asType(MethodType.methodType(boolean.class, OnHeapStore.class, Object.class));
  }

  private static MethodHandle expire() {
    return method(OnHeapStore.class, "expireMappingUnderLock", void.class)
        .asType(MethodType.methodType(void.class, OnHeapStore.class, Object.class, Object.class));
  }

  /** What the library looks for first when it evicts; up to 3.10 with a source of chance. */
  private static MethodHandle candidate() {
    MethodHandle handle = method(Backend.class, "getEvictionCandidate", Object.class);
    if (handle.type().parameterCount() == 5) {
      handle = MethodHandles.insertArguments(handle, 1, new Random());
    }
    handle =
        MethodHandles.insertArguments(
            handle,
            1,
            constant("SAMPLE_SIZE"),
            constant("EVICTION_PRIORITIZER"),
            constant("EVICTION_ADVISOR"));
    return handle.asType(MethodType.methodType(Object.class, Backend.class));
  }

  /** Up to 3.6 it takes a unit of time. */
  private static MethodHandle isExpired() {
    Method method = find(HOLDER, "isExpired");
    if (method == null) {
      throw new NoSuchMethodError(HOLDER.getName() + ".isExpired");
    }
    MethodHandle handle = method(HOLDER, "isExpired", boolean.class);
    if (handle.type().parameterCount() == 3) {
      handle = MethodHandles.insertArguments(handle, 2, TimeUnit.MILLISECONDS);
    }
    return handle.asType(MethodType.methodType(boolean.class, Object.class, long.class));
  }

  /** Named {@code value} up to 3.6; declared by what all values have in common. */
  private static MethodHandle value() {
    Class<?> common = null;
    for (Class<?> type = HOLDER; type != null && common == null; type = type.getSuperclass()) {
      common = type.getInterfaces().length == 0 ? null : type.getInterfaces()[0];
    }
    for (String name : new String[] {"get", "value"}) {
      try {
        return privately(common)
            .unreflect(common.getMethod(name))
            .asType(MethodType.methodType(Object.class, Object.class));
      } catch (NoSuchMethodException other) {
        continue;
      } catch (IllegalAccessException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
    throw new NoSuchMethodError(common.getName() + ".get");
  }

  private static MethodHandle table(Class<?> backend, String name) {
    try {
      return privately(backend)
          .unreflectGetter(backend.getDeclaredField(name))
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The library's own copy of a map of the JDK. */
  private static Class<?> tableType() {
    String here = OnHeapStore.class.getPackageName();
    int end = here.lastIndexOf(".store.heap");
    return named(here.substring(0, end) + ".concurrent.ConcurrentHashMap");
  }

  private static MethodHandle newTable() {
    try {
      return privately(tableType())
          .findConstructor(tableType(), MethodType.methodType(void.class))
          .asType(MethodType.methodType(Object.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static MethodHandle places() {
    try {
      return privately(tableType())
          .unreflectGetter(tableType().getDeclaredField("table"))
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static Class<?> named(String name) {
    Class<?> type = namedIfThere(name);
    if (type == null) {
      throw new NoClassDefFoundError(name);
    }
    return type;
  }

  private static Class<?> namedIfThere(String name) {
    try {
      return Class.forName(name, false, OnHeapStore.class.getClassLoader());
    } catch (ClassNotFoundException absent) {
      return null;
    }
  }
}
