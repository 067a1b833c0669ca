package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.agent.size.Walker;
import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Recognises entries whose loss would be more than a miss: things that want closing, and state that
 * lives in a cache only because a map with a bound was at hand. A cache that holds one is never
 * shed from, though it declares a maximum, and says why.
 *
 * <p>Libraries hand out what is hidden behind an interface or a future, so all types above a value
 * count, and of a future that is done what it has come to. A value that cannot be looked at is
 * taken for one that must stay. What a listener does with an entry cannot be seen; it is taken to
 * end the value where that can be ended at all.
 */
final class MoreThanMemory {
  private static final String[] STATE = {
    "Session",
    "Lock",
    "Mutex",
    "Limiter",
    "Throttle",
    "Throttler",
    "Breaker",
    "Bucket",
    "Semaphore",
    "Latch",
    "Lease",
    "Connection",
    "Registration"
  };

  /** What names may have after such a word. */
  private static final String[] AFTER = {"Impl", "Data", "State", "Holder"};

  /** Methods by which a listener ends a value that is not declared to want closing. */
  private static final String[] ENDINGS = {
    "close", "dispose", "destroy", "shutdown", "stop", "release", "free", "disconnect", "terminate"
  };

  private static final int FUTURES_IN_FUTURES = 4;

  private MoreThanMemory() {}

  /**
   * Why the cache that this sample is of must not be shed from; null if nothing speaks against.
   *
   * @param listened whether code of the application is told of entries that leave
   */
  static @Nullable String reason(@Nullable Object[] triples, int entries, boolean listened) {
    Class<?> before = null;
    for (int i = 0; i < entries; i++) {
      Object value = triples[i * Walker.PLACES + 2];
      String against = value == null ? null : against(value);
      if (against == null) {
        against = againstKey(triples[i * Walker.PLACES + 1]);
      }
      if (against == null && listened && value != null && value.getClass() != before) {
        before = value.getClass();
        against = againstListened(value);
      }
      if (against != null) {
        return against;
      }
    }
    return null;
  }

  private static @Nullable String againstKey(@Nullable Object key) {
    String state = key == null ? null : stateOf(key);
    return state == null ? null : "its keys are state: " + state;
  }

  /** A class whose methods name types that are absent says nothing. */
  private static @Nullable String againstListened(Object value) {
    String type = value.getClass().getName();
    if (value instanceof File || value instanceof Path) {
      return "its values name files, and a listener is told what goes: " + type;
    }
    try {
      for (Method method : value.getClass().getMethods()) {
        if (method.getParameterCount() == 0 && isEnding(method.getName())) {
          return "its values want closing: "
              + type
              + " has "
              + method.getName()
              + "(), and a listener is told what goes";
        }
      }
    } catch (LinkageError absent) {
      return null;
    }
    return null;
  }

  private static boolean isEnding(String method) {
    for (String ending : ENDINGS) {
      if (method.equals(ending)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String against(Object value) {
    try {
      Object held = value;
      for (int depth = 0; held != null && depth <= FUTURES_IN_FUTURES; depth++) {
        String against = againstItself(held);
        if (against != null) {
          return against;
        }
        held = held instanceof Future<?> future ? resultOf(future) : null;
      }
      return null;
    } catch (OutOfMemoryError | StackOverflowError notItsFault) {
      throw notItsFault;
    } catch (Throwable odd) {
      return "its values cannot be looked at: "
          + value.getClass().getName()
          + " threw "
          + odd.getClass().getName();
    }
  }

  /** Null also if it has not come to anything yet, or has failed; does not wait. */
  private static @Nullable Object resultOf(Future<?> future) {
    if (!future.isDone()) {
      return null;
    }
    try {
      return future.get(0, TimeUnit.NANOSECONDS);
    } catch (ExecutionException | CancellationException | TimeoutException nothing) {
      return null;
    } catch (InterruptedException notForUs) {
      // This thread is the agent's own: whoever interrupted it means nothing that it could do.
      return null;
    }
  }

  private static @Nullable String againstItself(Object value) {
    String type = value.getClass().getName();
    if (value instanceof AutoCloseable) {
      return "its values want closing: " + type + " is AutoCloseable";
    }
    if (value instanceof Thread || value instanceof Process || value instanceof ExecutorService) {
      return "its values want closing: " + type + " runs";
    }
    String state = stateOf(value);
    return state == null ? null : "its values are state, not copies of something: " + state;
  }

  /** The type that says so; null if none does. */
  private static @Nullable String stateOf(Object object) {
    Class<?> type = object.getClass();
    if (object instanceof Lock || object instanceof Semaphore || isCounter(object)) {
      return type.getName();
    }
    Class<?> named = namedLikeState(type);
    if (named == null) {
      return null;
    }
    return named == type ? type.getName() : type.getName() + " is a " + named.getName();
  }

  /** Somebody counts something there, attempts or hits, that nothing else knows of. */
  private static boolean isCounter(Object object) {
    return object instanceof AtomicInteger
        || object instanceof AtomicLong
        || object instanceof LongAdder
        || object instanceof LongAccumulator;
  }

  /** The class, one above it, or an interface of any of them. */
  private static @Nullable Class<?> namedLikeState(Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (isLikeState(each.getName())) {
        return each;
      }
      for (Class<?> above : each.getInterfaces()) {
        Class<?> named = namedLikeState(above);
        if (named != null) {
          return named;
        }
      }
    }
    return null;
  }

  /** By the full name: a simple name has to be computed from other classes, which may be absent. */
  private static boolean isLikeState(String name) {
    for (String word : STATE) {
      if (name.endsWith(word)) {
        return true;
      }
    }
    for (String after : AFTER) {
      if (name.endsWith(after)) {
        return isLikeState(name.substring(0, name.length() - after.length()));
      }
    }
    return false;
  }
}
