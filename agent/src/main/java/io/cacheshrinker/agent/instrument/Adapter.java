package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.agent.registry.RegisteredShrinker;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The static methods of an adapter, as handles: what the adapter contract in {@code
 * io.cacheshrinker.integration} lists. The two share no type but the JDK's.
 *
 * <p>Reaches the library's class loader, so it is kept by the library's own class only; see {@link
 * Adapters}.
 */
final class Adapter implements Known {
  private final String library;
  private final MethodHandle contract;
  private final MethodHandle count;
  private final MethodHandle scan;
  private final MethodHandle prime;
  private final MethodHandle sample;
  private final MethodHandle statistics;
  private final @Nullable MethodHandle rehearsal;

  // Each null where the adapter has no such method.
  private final @Nullable MethodHandle lastDitch;
  private final @Nullable MethodHandle listens;
  private final @Nullable MethodHandle seeks;
  private final @Nullable MethodHandle stored;

  // Null together, where owners do not register their caches themselves.
  private final @Nullable MethodHandle countIn;
  private final @Nullable MethodHandle scanIn;
  private final @Nullable OwnersWord ownersWord;

  Adapter(String library, MethodHandles.Lookup lookup, Class<?> adapter, boolean owned)
      throws ReflectiveOperationException {
    this.library = library;
    contract = find(lookup, adapter, "contract", String.class, Object.class);
    count = find(lookup, adapter, "count", long.class, Object.class);
    scan = find(lookup, adapter, "scan", long.class, Object.class, long.class, long[].class);
    prime = find(lookup, adapter, "prime", void.class, Object.class);
    sample = find(lookup, adapter, "sample", int.class, Object.class, Object[].class);
    statistics = find(lookup, adapter, "statistics", boolean.class, Object.class, long[].class);
    lastDitch =
        findIfThere(
            lookup, adapter, "lastDitch", long.class, Object.class, long.class, long[].class);
    rehearsal = owned ? null : find(lookup, adapter, "rehearsal", Object.class);
    listens = findIfThere(lookup, adapter, "listens", boolean.class, Object.class);
    seeks = findIfThere(lookup, adapter, "seeks", int.class, Object.class);
    stored =
        findIfThere(lookup, adapter, "stored", void.class, Object.class, long[].class, int.class);
    countIn =
        owned ? find(lookup, adapter, "countIn", long.class, Object.class, String.class) : null;
    scanIn =
        owned
            ? find(
                lookup,
                adapter,
                "scanIn",
                long.class,
                Object.class,
                String.class,
                long.class,
                long[].class)
            : null;
    ownersWord = owned ? new OwnersWord(lookup, adapter) : null;
  }

  static MethodHandle find(
      MethodHandles.Lookup lookup,
      Class<?> adapter,
      String name,
      Class<?> result,
      Class<?>... parameters)
      throws ReflectiveOperationException {
    return lookup.findStatic(adapter, name, MethodType.methodType(result, parameters));
  }

  private static @Nullable MethodHandle findIfThere(
      MethodHandles.Lookup lookup,
      Class<?> adapter,
      String name,
      Class<?> result,
      Class<?>... parameters)
      throws IllegalAccessException {
    try {
      return lookup.findStatic(adapter, name, MethodType.methodType(result, parameters));
    } catch (NoSuchMethodException untold) {
      return null;
    }
  }

  @Override
  public String library() {
    return library;
  }

  /** What the owner says; null for libraries. */
  @Nullable OwnersWord ownersWord() {
    return ownersWord;
  }

  @Override
  public String contract(Object cache) {
    try {
      return (String) contract.invokeExact(cache);
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
  }

  @Override
  public boolean listens(Object cache) {
    MethodHandle handle = listens;
    try {
      return handle != null && (boolean) handle.invokeExact(cache);
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
  }

  @Override
  public int seeks(Object cache) {
    MethodHandle handle = seeks;
    try {
      return handle == null ? RegisteredShrinker.DEFAULT_SEEKS : (int) handle.invokeExact(cache);
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
  }

  @Override
  public boolean stored(Object cache, long[] hashes, int length) {
    MethodHandle handle = stored;
    if (handle == null) {
      return false;
    }
    try {
      handle.invokeExact(cache, hashes, length);
      return true;
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
  }

  @Override
  public long count(Object cache) {
    try {
      return (long) count.invokeExact(cache);
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
  }

  @Override
  public long scan(Object cache, long asked, long[] scanned) {
    try {
      return (long) scan.invokeExact(cache, asked, scanned);
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
  }

  @Override
  public long count(Object cache, String group) {
    MethodHandle handle = countIn;
    if (handle == null) {
      return count(cache);
    }
    try {
      return (long) handle.invokeExact(cache, group);
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
  }

  @Override
  public long scan(Object cache, String group, long asked, long[] scanned) {
    MethodHandle handle = scanIn;
    if (handle == null) {
      return scan(cache, asked, scanned);
    }
    try {
      return (long) handle.invokeExact(cache, group, asked, scanned);
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
  }

  @Override
  public long lastDitch(Object cache, String group, long asked, long[] scanned) {
    MethodHandle handle = lastDitch;
    if (handle == null) {
      return scan(cache, group, asked, scanned);
    }
    try {
      return (long) handle.invokeExact(cache, asked, scanned);
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
  }

  @Override
  public void prime(Object cache) {
    try {
      prime.invokeExact(cache);
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
  }

  @Override
  public int sample(Object cache, Object[] triples) {
    try {
      return (int) sample.invokeExact(cache, triples);
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
  }

  @Override
  public boolean statistics(Object cache, long[] counters) {
    try {
      return (boolean) statistics.invokeExact(cache, counters);
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
  }

  @Override
  public @Nullable Object rehearsal() {
    MethodHandle handle = rehearsal;
    if (handle == null) {
      return null;
    }
    try {
      return (Object) handle.invokeExact();
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
  }

  /** Throws {@code failure} as it is: a library may throw what it does not declare. */
  @SuppressWarnings("unchecked") // The cast is erased; nothing is converted.
  static <T extends Throwable> RuntimeException unchecked(Throwable failure) throws T {
    throw (T) failure;
  }
}
