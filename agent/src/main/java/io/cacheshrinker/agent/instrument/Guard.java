package io.cacheshrinker.agent.instrument;

import java.lang.invoke.MethodHandle;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * What guards a declared map, read anew each time: a field may be assigned again.
 *
 * @param field reads it, of type {@code (Object)Object}; null if the object itself guards
 */
record Guard(@Nullable MethodHandle field) {
  /** The object whose lock or monitor guards; null if there is none now. */
  @Nullable Object of(Object owner) {
    MethodHandle read = field;
    if (read == null) {
      return owner;
    }
    try {
      return (Object) read.invokeExact(owner);
    } catch (Throwable failure) {
      throw Adapter.unchecked(failure);
    }
  }

  /** What has to be taken instead of the monitor; null if it is the monitor. */
  static @Nullable Lock lockOf(Object guard) {
    if (guard instanceof Lock lock) {
      return lock;
    }
    if (guard instanceof ReadWriteLock both) {
      return both.writeLock();
    }
    return guard instanceof StampedLock stamped ? stamped.asWriteLock() : null;
  }
}
