package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.integration.Integration;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The hook's sink: takes newborn caches from the threads that create them to the agent's own.
 *
 * <p>A creating thread takes its site, links one handle into the queue, and wakes the agent's
 * thread if the queue was empty. It does not wait and does not throw. The queue is a stack of
 * handles that link each other (Treiber 1986): pushed with one compare-and-set, taken as a whole.
 * Each handle knows its depth, so the queue is bounded without a counter; births over the limit are
 * counted.
 */
public final class Births implements Consumer<Object> {
  /*
   * Shared: `newest`, pushed with compare-and-set by any thread and emptied by the agent's own with
   * one exchange; `muted`, written by the agent's own thread around what it builds for itself and
   * compared by each creating thread with itself only; `lost`, a count that may miss some, since it
   * is written without atomic steps when memory is short or creation is a storm.
   */

  /** Handles in the queue: half a megabyte. */
  static final int LIMIT = 8192;

  private static final VarHandle NEWEST;

  static {
    try {
      NEWEST = MethodHandles.lookup().findVarHandle(Births.class, "newest", Birth.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private final Declarations declarations;
  private final Sites sites;
  private final SiteBudget budget = new SiteBudget();
  private final Runnable wake;

  private volatile @Nullable Birth newest;
  private volatile @Nullable Thread muted;
  private volatile long lost;

  /** Births where no class declares a cache. */
  Births(List<Integration> integrations, Runnable wake) {
    this(integrations, new Declarations(), wake);
  }

  /**
   * @param declarations what classes say of caches of their own
   * @param wake starts or unparks the agent's own thread; does not wait
   */
  public Births(List<Integration> integrations, Declarations declarations, Runnable wake) {
    this.declarations = declarations;
    this.sites = new Sites(integrations, declarations);
    this.wake = wake;
  }

  Declarations declarations() {
    return declarations;
  }

  /** A cache was born on this thread. Never throws and never waits. */
  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // See above: the count may miss some.
  public void accept(Object cache) {
    if (isMutedHere()) {
      return;
    }
    try {
      announce(cache, budget.take() ? siteOf(cache) : Site.NOT_LOOKED_UP);
    } catch (Throwable outOfStackOrMemory) {
      lost++;
    }
  }

  /** A cache that nobody knows the site of is still one; it has a name that says so. */
  private Site siteOf(Object cache) {
    try {
      return sites.here(cache);
    } catch (Throwable hidden) {
      return Site.UNKNOWN;
    }
  }

  /** Whether this thread builds and uses caches for itself just now. */
  boolean isMutedHere() {
    return Thread.currentThread() == muted;
  }

  /** Enters a cache into the queue; of many that are too many, some are not kept. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // See above: the count may miss some.
  void announce(Object cache, Site site) {
    if (!push(new Birth(cache, site))) {
      lost++;
    }
  }

  private boolean push(Birth birth) {
    Birth older;
    do {
      older = newest;
      birth.next = older;
      birth.depth = older == null ? 1 : older.depth + 1;
      if (birth.depth > LIMIT) {
        return false;
      }
    } while (!NEWEST.compareAndSet(this, older, birth));
    if (older == null) {
      wake.run();
    }
    return true;
  }

  /** Everything that was announced, the newest first; the queue is empty afterwards. */
  @Nullable Birth takeAll() {
    return (Birth) NEWEST.getAndSet(this, null);
  }

  /** As {@link #takeAll}, the oldest first; in place, so that none is lost for want of memory. */
  @Nullable Birth takeAllOldestFirst() {
    Birth taken = takeAll();
    Birth younger = null;
    while (taken != null) {
      Birth older = taken.next;
      taken.next = younger;
      younger = taken;
      taken = older;
    }
    return younger;
  }

  /** Whether {@link #takeAll} would find something. */
  public boolean isEmpty() {
    return newest == null;
  }

  /** Caches that were announced and not kept, for want of room or memory. */
  public long lost() {
    return lost;
  }

  /** Runs {@code work} without announcing what this thread creates meanwhile. */
  <T, E extends Exception> T unannounced(Work<T, E> work) throws E {
    muted = Thread.currentThread();
    try {
      return work.run();
    } finally {
      muted = null;
    }
  }

  /** As {@link #unannounced}, for whoever does not care how it ends. */
  public void quietly(Runnable work) {
    unannounced(
        () -> {
          work.run();
          return work;
        });
  }

  /** Something that may fail. */
  interface Work<T, E extends Exception> {
    T run() throws E;
  }
}
