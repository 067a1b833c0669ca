package net.sf.ehcache.store;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import net.sf.ehcache.store.chm.SelectableConcurrentHashMap;

/**
 * Counts and sheds the entries of Ehcache 2.10's memory store, from inside its package.
 *
 * <p>The library looks at a sample of at least thirty entries and evicts the one that its policy
 * likes least. A scan has it do just that, after what has expired among about a thousand entries
 * was dropped, from a random place on; of a small cache that is all.
 *
 * <p>Concurrency: the library takes the lock of a segment for each entry, and leaves one alone
 * whose lock is busy.
 */
@SuppressWarnings("NullAway") // an annotation would be one more class that loaders had to know
final class Ehcache2CacheShrinker {
  private static final long STOP = -1;

  /** The most entries that one scan sheds. */
  private static final int BATCH = 128;

  /** Entries that a scan looks at in search of expired ones. */
  private static final int EXPIRED_LOOKS = 1024;

  /** Attempts to evict that may fail, as a lock was busy, before a scan ends. */
  private static final int FAILURES = 8;

  /** Entries that are sampled at a place. */
  private static final int NEIGHBOURS = 8;

  private static final MethodHandles.Lookup STORE = privately(MemoryStore.class);

  private static final MethodHandle MAP = getter("map", SelectableConcurrentHashMap.class);
  private static final MethodHandle MAXIMUM = getter("maximumSize", int.class);
  private static final MethodHandle POOL = getter("poolAccessor", Object.class);
  private static final MethodHandle PINNED = getter("storePinned", boolean.class);
  private static final MethodHandle STATUS = getter("status", Object.class);
  private static final MethodHandle OWNER = getter("cache", Object.class);

  private static final MethodHandle EVICT =
      of(MemoryStore.class, "removeElementChosenByEvictionPolicy", boolean.class);
  private static final MethodHandle NOTIFY_EXPIRY =
      of(MemoryStore.class, "notifyExpiry", void.class);
  private static final MethodHandle RANDOM =
      of(SelectableConcurrentHashMap.class, "getRandomValues", Object.class);

  private static final Class<?> ELEMENT = elementType();
  private static final MethodHandle KEY = of(ELEMENT, "getObjectKey", Object.class);
  private static final MethodHandle VALUE = of(ELEMENT, "getObjectValue", Object.class);
  private static final MethodHandle IS_EXPIRED = isExpired();

  private static final Class<?> CACHE = field(MemoryStore.class, "cache").getType();
  private static final MethodHandle EVENTS =
      of(CACHE, "getCacheEventNotificationService", Object.class);
  private static final MethodHandle LISTENS =
      of(
          method(CACHE, "getCacheEventNotificationService", 0).getReturnType(),
          "hasCacheEventListeners",
          boolean.class);

  private Ehcache2CacheShrinker() {}

  /** Eviction class and reason; reads fields only. */
  static String contract(Object cache) {
    MemoryStore store = (MemoryStore) cache;
    try {
      int maximum = (int) MAXIMUM.invokeExact(store);
      Object pool = (Object) POOL.invokeExact(store);
      if ((boolean) PINNED.invokeExact(store)) {
        return "A! pinned";
      }
      if (maximum == Integer.MAX_VALUE) {
        return "D maximumSize " + maximum + " is no bound";
      }
      if (maximum > 0) {
        return "A maximumSize " + maximum;
      }
      return pool.getClass().getName().contains("Unbounded")
          ? "D unbounded"
          : "A maximumSize of its pool in bytes";
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static boolean listens(Object cache) {
    try {
      Object owner = (Object) OWNER.invokeExact((MemoryStore) cache);
      Object events = (Object) EVENTS.invokeExact(owner);
      return (boolean) LISTENS.invokeExact(events);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** None once the cache is disposed of, which may leave its entries where they are. */
  static long count(Object cache) {
    try {
      return isOpen(cache) ? map(cache).quickSize() : 0;
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
    MemoryStore store = (MemoryStore) cache;
    try {
      if (!isOpen(store)) {
        return STOP;
      }
      dropExpired(store);
      long freed = shed(store, Math.min(asked, BATCH));
      return freed == 0 ? STOP : freed;
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  private static void dropExpired(MemoryStore store) throws Throwable {
    for (Object element : neighbours(store, EXPIRED_LOOKS)) {
      if ((boolean) IS_EXPIRED.invokeExact(element)) {
        Object key = (Object) KEY.invokeExact(element);
        if (map(store).remove(key, element)) {
          NOTIFY_EXPIRY.invokeExact((Object) store, element);
        }
      }
    }
  }

  private static long shed(MemoryStore store, long wanted) throws Throwable {
    Object noHint = null;
    long freed = 0;
    int failures = 0;
    while (freed < wanted && failures < FAILURES && map(store).quickSize() > 0) {
      if ((boolean) EVICT.invokeExact((Object) store, noHint)) {
        freed++;
      } else {
        failures++;
      }
    }
    return freed;
  }

  private static boolean isOpen(Object cache) throws Throwable {
    Object status = (Object) STATUS.invokeExact((MemoryStore) cache);
    return String.valueOf(status).indexOf("SHUTDOWN") < 0;
  }

  private static SelectableConcurrentHashMap map(Object cache) throws Throwable {
    return (SelectableConcurrentHashMap) MAP.invokeExact((MemoryStore) cache);
  }

  /** So many elements, or few more or all there are, from a random place of the table on. */
  private static Object[] neighbours(Object cache, int size) throws Throwable {
    Object noHint = null;
    Object elements = (Object) RANDOM.invokeExact((Object) map(cache), (Object) size, noHint);
    return (Object[]) elements;
  }

  /** Nothing to do: an element notes each read of it. */
  static void prime(Object cache) {}

  /** Picks entries from random places. */
  static int sample(Object cache, Object[] triples) {
    int wanted = triples.length / 3;
    try {
      int filled = 0;
      for (int place = 0; place < wanted && filled < wanted; place++) {
        boolean all = map(cache).quickSize() <= wanted;
        for (Object element : neighbours(cache, all ? wanted : NEIGHBOURS)) {
          if (filled < wanted && !isAmong(triples, filled, element)) {
            triples[3 * filled] = element;
            triples[3 * filled + 1] = (Object) KEY.invokeExact(element);
            triples[3 * filled + 2] = (Object) VALUE.invokeExact(element);
            filled++;
          }
        }
        if (all) {
          return filled;
        }
      }
      return filled;
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  private static boolean isAmong(Object[] triples, int filled, Object element) {
    for (int i = 0; i < filled; i++) {
      if (triples[3 * i] == element) {
        return true;
      }
    }
    return false;
  }

  /** The library's counters are found through its statistics only, which may be off. */
  static boolean statistics(Object cache, long[] counters) {
    return false;
  }

  /** Throws if there is no element type; the members are found when this class is. */
  static void preTouch() {
    if (!ELEMENT.getSimpleName().equals("Element")) {
      throw new IllegalStateException("the table holds " + ELEMENT);
    }
  }

  /** None: a store of its own would need a cache, and that a manager. */
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

  private static Field field(Class<?> type, String name) {
    try {
      return type.getDeclaredField(name);
    } catch (NoSuchFieldException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static MethodHandle getter(String name, Class<?> as) {
    try {
      return STORE
          .unreflectGetter(field(MemoryStore.class, name))
          .asType(MethodType.methodType(as, MemoryStore.class));
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static Method method(Class<?> type, String name, int parameters) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(name)
          && (parameters < 0 || method.getParameterCount() == parameters)) {
        return method;
      }
    }
    throw new NoSuchMethodError(type.getName() + "." + name);
  }

  /** All types but the result as Object. */
  private static MethodHandle of(Class<?> type, String name, Class<?> result) {
    return of(method(type, name, -1), result);
  }

  private static MethodHandle of(Method method, Class<?> result) {
    try {
      MethodHandle handle = privately(method.getDeclaringClass()).unreflect(method);
      return handle.asType(handle.type().generic().changeReturnType(result));
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static MethodHandle isExpired() {
    return of(method(ELEMENT, "isExpired", 0), boolean.class);
  }

  private static Class<?> elementType() {
    Method random = method(SelectableConcurrentHashMap.class, "getRandomValues", 2);
    return random.getReturnType().getComponentType();
  }
}
