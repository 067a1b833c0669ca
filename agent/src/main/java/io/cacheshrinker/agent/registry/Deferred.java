package io.cacheshrinker.agent.registry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Scan work of one cache that a pass owed and could not do: remainders below a batch, and what was
 * left after a STOP. Any thread, any number at once.
 *
 * <p>A pass <em>takes</em> the debt (exchange with zero), so that of several concurrent passes
 * exactly one works it off, and later <em>adds</em> what is left, because others may have added
 * meanwhile. Nothing ever stores: a store would lose what came in between.
 */
public final class Deferred {
  private static final VarHandle ENTRIES;

  static {
    try {
      ENTRIES = MethodHandles.lookup().findVarHandle(Deferred.class, "entries", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The debt, in entries. Written by {@link #take} and {@link #add} only, both atomic. */
  private volatile long entries;

  /** What is owed now; stale as soon as it is read. */
  public long get() {
    return entries;
  }

  /** Hands the whole debt to the caller and leaves zero. */
  public long take() {
    return (long) ENTRIES.getAndSet(this, 0L);
  }

  /** Adds to the debt; wraps at 64 bits as the kernel's counter does. */
  public void add(long more) {
    ENTRIES.getAndAdd(this, more);
  }
}
