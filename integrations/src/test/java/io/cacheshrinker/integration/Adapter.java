package io.cacheshrinker.integration;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An adapter, called by its static methods alone, as the agent does it. */
public final class Adapter {
  public static final long STOP = -1;

  private final Method contract;
  private final Method count;
  private final MethodHandle scan;
  private final Method prime;
  private final Method sample;
  private final Method statistics;
  private final Method preTouch;
  private final Method rehearsal;
  private final @Nullable Method listens;
  private final @Nullable Method seeks;
  private final @Nullable Method stored;

  public Adapter(Integration integration) {
    try {
      Class<?> adapter = Class.forName(integration.adapter());
      contract = method(adapter, "contract", String.class, Object.class);
      count = method(adapter, "count", long.class, Object.class);
      scan =
          MethodHandles.lookup()
              .unreflect(
                  method(adapter, "scan", long.class, Object.class, long.class, long[].class));
      prime = method(adapter, "prime", void.class, Object.class);
      sample = method(adapter, "sample", int.class, Object.class, Object[].class);
      statistics = method(adapter, "statistics", boolean.class, Object.class, long[].class);
      preTouch = method(adapter, "preTouch", void.class);
      rehearsal = method(adapter, "rehearsal", Object.class);
      seeks = methodIfThere(adapter, "seeks", int.class, Object.class);
      stored = methodIfThere(adapter, "stored", void.class, Object.class, long[].class, int.class);
      listens = methodIfThere(adapter, "listens", boolean.class, Object.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  public String contract(Object cache) {
    return (String) call(contract, cache);
  }

  public long count(Object cache) {
    return (long) call(count, cache);
  }

  /** Scans as often as it takes to look at so many; a batch that takes too long ends early. */
  public long scan(Object cache, long asked) {
    long[] scanned = {asked};
    long freed = scan(cache, asked, scanned);
    long left = asked - scanned[0];
    while (left > 0 && freed > 0) {
      scanned[0] = left;
      long more = scan(cache, left, scanned);
      if (more <= 0) {
        break;
      }
      freed += more;
      left -= scanned[0];
    }
    return freed;
  }

  public long scan(Object cache, long asked, long[] scanned) {
    try {
      return (long) scan.invokeExact(cache, asked, scanned);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new AssertionError(thrown);
    }
  }

  /** Scans in batches until nothing more can go; returns how many went. */
  public long scanAll(Object cache) {
    long freed = 0;
    long went = scan(cache, 128);
    while (went > 0) {
      freed += went;
      went = scan(cache, 128);
    }
    return freed;
  }

  public void prime(Object cache) {
    call(prime, cache);
  }

  public int sample(Object cache, Object[] triples) {
    return (int) call(sample, cache, triples);
  }

  public boolean statistics(Object cache, long[] counters) {
    return (boolean) call(statistics, cache, counters);
  }

  public void preTouch() {
    call(preTouch);
  }

  public Object rehearsal() {
    return call(rehearsal);
  }

  public int seeks(Object cache) {
    return seeks == null ? 2 : (int) call(seeks, cache);
  }

  /** How many of the hashes are stored; all others are 0 then. */
  public long stored(Object cache, long[] hashes, int length) {
    if (stored == null) {
      throw new AssertionError("the adapter cannot tell");
    }
    call(stored, cache, hashes, length);
    return Arrays.stream(hashes, 0, length).filter(hash -> hash != 0).count();
  }

  /** False also if the adapter does not tell. */
  public boolean listens(Object cache) {
    return listens != null && (boolean) call(listens, cache);
  }

  private static @Nullable Method methodIfThere(
      Class<?> adapter, String name, Class<?> result, Class<?>... types)
      throws ReflectiveOperationException {
    for (Method each : adapter.getDeclaredMethods()) {
      if (each.getName().equals(name)) {
        return method(adapter, name, result, types);
      }
    }
    return null;
  }

  private static Method method(Class<?> adapter, String name, Class<?> result, Class<?>... types)
      throws ReflectiveOperationException {
    Method method = adapter.getDeclaredMethod(name, types);
    if (method.getReturnType() != result) {
      throw new NoSuchMethodException(result + " " + method);
    }
    method.setAccessible(true);
    return method;
  }

  private static Object call(Method method, Object... arguments) {
    try {
      return method.invoke(null, arguments);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      if (e.getCause() instanceof Error thrown) {
        throw thrown;
      }
      throw new AssertionError(e);
    }
  }
}
