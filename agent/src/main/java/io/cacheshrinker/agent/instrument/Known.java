package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.agent.registry.Callbacks;
import io.cacheshrinker.agent.registry.RegisteredShrinker;

/** How caches of one kind are reached, and what is said of them when they are registered. */
interface Known extends Callbacks {
  /** First part of the names of its caches, e.g. {@code caffeine}. */
  String library();

  /** Eviction class, a space, the reason in words. */
  String contract(Object cache);

  /** Whether code of the application is told of entries that leave, as far as is known. */
  default boolean listens(Object cache) {
    return false;
  }

  /** How dear an entry is taken to be before anything is measured. */
  default int seeks(Object cache) {
    return RegisteredShrinker.DEFAULT_SEEKS;
  }
}
