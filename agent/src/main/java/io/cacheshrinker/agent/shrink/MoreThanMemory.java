package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.agent.size.Walker;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Recognises values whose loss would be more than a miss: things that want closing, and state that
 * lives in a cache only because a map with a bound was at hand. A cache that holds one is never
 * shed from, though it declares a maximum, and says why.
 *
 * <p>Libraries hand out what is hidden behind an interface or a future, so all types above a value
 * count, and of a future that is done what it has come to. A value that cannot be looked at is
 * taken for one that must stay.
 */
final class MoreThanMemory {
  private static final String[] STATE = {
    "Session", "Lock", "Limiter", "Bucket", "Semaphore", "Lease", "Connection"
  };

  /** What names may have after such a word. */
  private static final String[] AFTER = {"Impl", "Data", "State", "Holder"};

  private static final int FUTURES_IN_FUTURES = 4;

  private MoreThanMemory() {}

  /** Why the cache that this sample is of must not be shed from; null if nothing speaks against. */
  static @Nullable String reason(@Nullable Object[] triples, int entries) {
    for (int i = 0; i < entries; i++) {
      Object value = triples[i * Walker.PLACES + 2];
      String against = value == null ? null : against(value);
      if (against != null) {
        return against;
      }
    }
    return null;
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
    Class<?> type = value.getClass();
    if (value instanceof AutoCloseable) {
      return "its values want closing: " + type.getName() + " is AutoCloseable";
    }
    if (value instanceof Lock || value instanceof Semaphore) {
      return state(type.getName());
    }
    Class<?> named = namedLikeState(type);
    if (named == null) {
      return null;
    }
    return state(named == type ? type.getName() : type.getName() + " is a " + named.getName());
  }

  private static String state(String what) {
    return "its values are state, not copies of something: " + what;
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
