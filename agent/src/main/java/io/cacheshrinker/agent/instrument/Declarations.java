package io.cacheshrinker.agent.instrument;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code @Shrinkable} says in the classes that were woven for it. Written by threads that load
 * classes, under the lock of this object for a few steps; read by the agent's own thread, and by
 * threads that create instances, which take no lock. Class loaders are held weakly.
 */
public final class Declarations {
  private final Map<@Nullable ClassLoader, Map<String, List<Declared>>> byLoader =
      new WeakHashMap<>();

  /** Binary names of the classes of all loaders: a first look, without a lock. */
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  private int version;

  synchronized void put(@Nullable ClassLoader loader, String className, List<Declared> declared) {
    byLoader.computeIfAbsent(loader, unseen -> new HashMap<>()).put(className, declared);
    names.add(className);
    version++;
  }

  /** Rises with every class that is woven. */
  synchronized int version() {
    return version;
  }

  /** What the class itself says, without those above it. */
  synchronized List<Declared> of(Class<?> type) {
    Map<String, List<Declared>> ofLoader = byLoader.get(type.getClassLoader());
    return ofLoader == null ? List.of() : ofLoader.getOrDefault(type.getName(), List.of());
  }

  /** Whether a class of this name, or of that of a class above it, says something. */
  boolean mayDeclare(Class<?> leaf) {
    if (names.isEmpty()) {
      return false;
    }
    for (Class<?> type = leaf; type != null; type = type.getSuperclass()) {
      if (names.contains(type.getName())) {
        return true;
      }
    }
    return false;
  }
}
