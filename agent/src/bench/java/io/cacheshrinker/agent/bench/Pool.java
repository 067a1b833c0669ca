package io.cacheshrinker.agent.bench;

import io.cacheshrinker.agent.registry.Callbacks;
import java.util.function.Function;

/** A registry of caches: ours, and those that it is compared with. */
interface Pool {

  /** Registers a cache, which the caller keeps alive. */
  Lease open(Object cache, String group, Function<Object, Callbacks> callbacks);

  /** Runs once over the caches of a group; the empty name is all. */
  void pass(String group, int priority, Visit visit);

  /** One registration. */
  interface Lease {
    /** No callback runs when it returns. */
    void close();

    /** The cache may have objects again. */
    void mark();

    /** What a pass does before and after it touches the cache, and nothing in between. */
    void pinAndUnpin();
  }

  static Pool named(String name) {
    return switch (name) {
      case "ours" -> new OurPool();
      case "rwlock" -> new RwLockPool();
      case "srcu" -> new SrcuPool();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
