package io.cacheshrinker.agent.registry;

import io.cacheshrinker.Scope;
import java.util.Objects;

/** Caches to be born in tests. */
final class Caches {
  /** Finds nothing and sheds nothing. */
  static final Callbacks NOTHING =
      new Callbacks() {
        @Override
        public long count(Object cache) {
          return 0;
        }

        @Override
        public long scan(Object cache, long asked, long[] scanned) {
          return 0;
        }

        @Override
        public void prime(Object cache) {}

        @Override
        public int sample(Object cache, Object[] triples) {
          return 0;
        }

        @Override
        public boolean statistics(Object cache, long[] counters) {
          return false;
        }
      };

  private Caches() {}

  static Newborn newborn(Object cache) {
    return newborn(cache, Scope.ALL_GROUPS);
  }

  static Newborn newborn(Object cache, String group) {
    return new Newborn(
        cache,
        "test/cache#" + System.identityHashCode(cache),
        group,
        "test",
        "Caches.newborn",
        "A",
        "test",
        true,
        2,
        false,
        100,
        any -> NOTHING);
  }

  /** A cache of the root that can tell entries of groups apart. */
  static Newborn splitting(Object cache) {
    return owned(cache, true, null);
  }

  /** A cache that ends with its owner. */
  static Newborn ownedBy(Object cache, Object owner) {
    return owned(cache, false, owner);
  }

  private static Newborn owned(Object cache, boolean splitsByGroup, Object owner) {
    Newborn plain = newborn(cache);
    return new Newborn(
        cache,
        plain.name(),
        plain.group(),
        plain.library(),
        plain.createdAt(),
        plain.evictionClass(),
        plain.reason(),
        plain.eligible(),
        plain.seeks(),
        plain.seeksByUser(),
        plain.floor(),
        plain.callbacks(),
        RegisteredShrinker.DEFAULT_BATCH,
        splitsByGroup,
        owner,
        false);
  }

  static RegisteredShrinker live(Registry registry, Object cache) {
    return live(registry, cache, Scope.ALL_GROUPS);
  }

  static RegisteredShrinker live(Registry registry, Object cache, String group) {
    RegisteredShrinker shrinker = allocated(registry, cache, group);
    registry.register(shrinker);
    return shrinker;
  }

  static RegisteredShrinker allocated(Registry registry, Object cache, String group) {
    return Objects.requireNonNull(registry.alloc(newborn(cache, group)), "registered already");
  }
}
