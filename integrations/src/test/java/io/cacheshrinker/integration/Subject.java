package io.cacheshrinker.integration;

import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A cache under test.
 *
 * @param map the library's own cache object, that is, what an adapter is handed
 * @param load the library's get-or-load
 * @param evictions the library's own count of evictions
 * @param cleanUp makes the library do its pending work
 */
public record Subject(
    ConcurrentMap<Integer, Object> map, Load load, LongSupplier evictions, Runnable cleanUp) {

  /** The library's get-or-load. */
  public interface Load {
    /** Returns what is held for the key, at the latest after {@code loader} was called. */
    Object get(Integer key, Function<Integer, Object> loader);
  }

  /** Puts each key from {@code from} to {@code until}, in this order, as its own value. */
  public void fill(int from, int until) {
    for (int key = from; key < until; key++) {
      map.put(key, key);
    }
    cleanUp.run();
  }

  /** Reads each key so that the library takes note, however small its read buffer. */
  public void read(int from, int until) {
    for (int key = from; key < until; key++) {
      map.get(key);
      cleanUp.run();
    }
  }

  public long held(int from, int until) {
    long held = 0;
    for (int key = from; key < until; key++) {
      held += map.containsKey(key) ? 1 : 0;
    }
    return held;
  }
}
