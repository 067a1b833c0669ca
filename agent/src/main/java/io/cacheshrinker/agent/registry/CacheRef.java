package io.cacheshrinker.agent.registry;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A cache, or its owner, held weakly; of a cache also a key by identity: neither {@code hashCode}
 * nor {@code equals} of the cache is ever called.
 */
final class CacheRef extends WeakReference<Object> {
  private final int hash;

  /** Set once, before the reference can be enqueued: the cache is alive in the allocating frame. */
  @Nullable RegisteredShrinker shrinker;

  CacheRef(Object cache, @Nullable ReferenceQueue<Object> collected) {
    super(cache, collected);
    hash = System.identityHashCode(cache);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    Object mine = get();
    return mine != null && other instanceof CacheRef ref && ref.refersTo(mine);
  }
}
