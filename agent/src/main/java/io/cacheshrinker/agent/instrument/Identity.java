package io.cacheshrinker.agent.instrument;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * An object of the application, held weakly, as a key: neither its {@code hashCode} nor its {@code
 * equals} is ever called.
 */
final class Identity extends WeakReference<Object> {
  private final int hash;

  Identity(Object object, ReferenceQueue<Object> gone) {
    super(object, gone);
    hash = System.identityHashCode(object);
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
    return mine != null && other instanceof Identity of && of.refersTo(mine);
  }
}
