package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.agent.instrument.OwnersWord.Said;
import io.cacheshrinker.agent.options.Glob;
import io.cacheshrinker.agent.options.Globs;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code @Shrinkable} says in the classes that were woven for it, or the user of them. Written
 * by threads that load classes, under the lock of this object for a few steps; read by the agent's
 * own thread, and by threads that create instances, which take no lock. Class loaders are held
 * weakly.
 */
public final class Declarations {
  private final Map<Identity, Map<String, List<Declared>>> byLoader = new HashMap<>();

  private final ReferenceQueue<Object> loadersGone = new ReferenceQueue<>();

  /** Binary names of the classes of all loaders: a first look, without a lock. */
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  /** Where users name classes that say nothing themselves. */
  private final Globs optIn;

  private int version;

  Declarations() {
    this(Globs.NONE);
  }

  public Declarations(Globs optIn) {
    this.optIn = optIn;
  }

  /**
   * What the user says of a class, by writing out the name that its caches get; null if nothing.
   */
  @Nullable Declared byName(String className) {
    String name = Declared.BY_NAME + className;
    for (Glob glob : optIn.globs()) {
      if (glob.pattern().equals(name)) {
        Said said = new Said(name, null, -1, 0, -1, 0, false);
        return new Declared(className, null, said, null, null, Declared.THIS);
      }
    }
    return null;
  }

  synchronized void put(@Nullable ClassLoader loader, String className, List<Declared> declared) {
    for (Reference<?> gone = loadersGone.poll(); gone != null; gone = loadersGone.poll()) {
      byLoader.remove(gone);
    }
    byLoader.computeIfAbsent(key(loader), unseen -> new HashMap<>()).put(className, declared);
    names.add(className);
    version++;
  }

  /** Rises with every class that is woven. */
  synchronized int version() {
    return version;
  }

  /** What the class itself says, without those above it. */
  synchronized List<Declared> of(Class<?> type) {
    Map<String, List<Declared>> ofLoader = byLoader.get(key(type.getClassLoader()));
    return ofLoader == null ? List.of() : ofLoader.getOrDefault(type.getName(), List.of());
  }

  /** The boot loader is nobody, and stands for itself by a class of its own. */
  private Identity key(@Nullable ClassLoader loader) {
    return new Identity(loader == null ? Object.class : loader, loadersGone);
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
