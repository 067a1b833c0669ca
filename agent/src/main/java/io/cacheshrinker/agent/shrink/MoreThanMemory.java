package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.agent.size.Walker;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Recognises values whose loss would be more than a miss: things that want closing, and state that
 * lives in a cache only because a map with a bound was at hand. A cache that holds one is never
 * shed from, though it declares a maximum, and says why.
 */
final class MoreThanMemory {
  private static final String[] STATE = {
    "Session", "Lock", "Limiter", "Bucket", "Semaphore", "Lease", "Connection"
  };

  private MoreThanMemory() {}

  /** Why the cache that this sample is of must not be shed from; null if nothing speaks against. */
  static @Nullable String reason(@Nullable Object[] triples, int entries) {
    for (int i = 0; i < entries; i++) {
      Object value = triples[i * Walker.PLACES + 2];
      if (value == null) {
        continue;
      }
      String type = value.getClass().getName();
      if (value instanceof AutoCloseable) {
        return "its values want closing: " + type + " is AutoCloseable";
      }
      if (value instanceof Lock || value instanceof Semaphore || isState(value.getClass())) {
        return "its values are state, not copies of something: " + type;
      }
    }
    return null;
  }

  private static boolean isState(Class<?> type) {
    String name = type.getSimpleName();
    for (String suffix : STATE) {
      if (name.endsWith(suffix)) {
        return true;
      }
    }
    return false;
  }
}
