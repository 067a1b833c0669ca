package io.cacheshrinker.agent.registry;

import org.jspecify.annotations.Nullable;

/**
 * What the current thread has pinned, innermost last. Tells a close that it was called from inside
 * a callback of the very shrinker it would wait for.
 *
 * <p>Fixed in size, because pinning must not allocate; a thread that is so deep in callbacks within
 * callbacks skips further shrinkers.
 */
final class Held {
  static final int DEPTH = 16;

  private static final ThreadLocal<Held> OF_THREAD = ThreadLocal.withInitial(Held::new);

  private final @Nullable RegisteredShrinker[] pinned = new RegisteredShrinker[DEPTH];
  private int depth;

  static Held byThisThread() {
    return OF_THREAD.get();
  }

  boolean isFull() {
    return depth == DEPTH;
  }

  void push(RegisteredShrinker shrinker) {
    pinned[depth++] = shrinker;
  }

  void remove(RegisteredShrinker shrinker) {
    int at = indexOf(shrinker);
    if (at < 0) {
      throw new IllegalStateException(shrinker + " is not pinned by this thread");
    }
    System.arraycopy(pinned, at + 1, pinned, at, depth - at - 1);
    pinned[--depth] = null;
  }

  boolean holds(RegisteredShrinker shrinker) {
    return indexOf(shrinker) >= 0;
  }

  private int indexOf(RegisteredShrinker shrinker) {
    for (int i = depth - 1; i >= 0; i--) {
      if (pinned[i] == shrinker) {
        return i;
      }
    }
    return -1;
  }
}
