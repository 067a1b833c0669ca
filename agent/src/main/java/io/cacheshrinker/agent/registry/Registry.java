package io.cacheshrinker.agent.registry;

import io.cacheshrinker.Scope;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every cache that may be asked to shrink. Three verbs, as in Linux since v6.7 (mm/shrinker.c, "use
 * refcount+RCU method to implement lockless slab shrink"): {@link #alloc} does all that may fail,
 * {@link #register} publishes and cannot fail, {@link #close} ends it in any state.
 *
 * <p>The algorithm, and what protects each step:
 *
 * <ol>
 *   <li><b>Walk</b>: for each unit of the group, for each set bit of its map, take the shrinker at
 *       that place. No lock, nothing allocated. Units never move and shrinkers are never used
 *       again, so a stale view names a dead shrinker at worst.
 *   <li><b>Pin</b>: one compare-and-set on the shrinker's {@link StateWord}; refused if it is not
 *       registered yet or closed: skip it. This alone says whether the object is still what the
 *       walker takes it for. An id is used again, but by a new object with a word of its own; the
 *       word of the old one refuses for ever, so there is no generation to compare, and the new one
 *       starts without the old one's debt.
 *   <li><b>Visit</b> with the cache strongly held.
 *   <li><b>Unpin</b> in a finally, and touch neither shrinker nor cache again. The exception is the
 *       unpin that drains a closed shrinker: it wakes the closer, or unlinks if nobody waits.
 *   <li><b>Close</b>: set the flag that refuses pins; wait for the pins there are, which are those
 *       of this shrinker only, never for a pass; unlink under the writers' lock; the id is free
 *       again. From inside a callback of the same shrinker a wait would never end, so there the
 *       last unpin unlinks.
 * </ol>
 *
 * <p>The writers' lock guards the identity table, the free ids, the groups' growth and their sizes;
 * it is taken by alloc and unlink only, for a few steps, and no callback ever runs under it: {@link
 * RegisteredShrinker#pin()} asserts it. A callback may itself alloc, register and close.
 *
 * <p>Accepted races: a walk may or may not see what is registered while it runs; a shrinker's place
 * may be given to another between reading the bit and reading the place, and then the other is
 * visited instead.
 */
public final class Registry {
  /** Waits for callbacks as long as they take. */
  private static final long FOR_EVER_NANOS = Long.MAX_VALUE / 2;

  private final ReentrantLock writers = new ReentrantLock();

  /** Which instances are registered; guarded by the writers' lock. */
  private final Map<CacheRef, RegisteredShrinker> byIdentity = new HashMap<>();

  /** Guarded by the writers' lock. */
  private final FreeIds ids = new FreeIds();

  /** Read by walkers; written under the writers' lock. The root is always there. */
  private final ConcurrentHashMap<String, Group> groups = new ConcurrentHashMap<>();

  private final Group root = new Group();
  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

  /** Creates an empty registry. */
  public Registry() {
    groups.put(Scope.ALL_GROUPS, root);
  }

  /** Sees each live shrinker of a walk, pinned. */
  public interface Visitor {
    /** Returns false to end the walk. Called with no lock held. */
    boolean visit(RegisteredShrinker shrinker, Object cache);
  }

  /**
   * Does everything that may fail: what it returns can be registered without fail, and must be
   * either registered or closed.
   *
   * @return null if this very instance is registered already
   */
  public @Nullable RegisteredShrinker alloc(Newborn born) {
    CacheRef ref = new CacheRef(born.cache(), collected);
    writers.lock();
    try {
      if (byIdentity.containsKey(ref)) {
        return null;
      }
      return link(born, ref);
    } finally {
      writers.unlock();
      // Until here the cache is alive, so its reference was not enqueued without a shrinker.
      Reference.reachabilityFence(born.cache());
    }
  }

  /** Either all of it happens or, if memory runs out, nothing. */
  private RegisteredShrinker link(Newborn born, CacheRef ref) {
    int id = ids.take();
    try {
      RegisteredShrinker shrinker = new RegisteredShrinker(this, id, born, ref);
      ref.shrinker = shrinker;
      Group own = groupToJoin(born.group());
      own.ensure(id);
      root.ensure(id);
      byIdentity.put(ref, shrinker);
      groups.put(born.group(), own);
      root.put(shrinker);
      if (own != root) {
        own.put(shrinker);
      }
      return shrinker;
    } catch (Throwable outOfMemory) {
      byIdentity.remove(ref);
      ids.giveBack(id);
      throw outOfMemory;
    }
  }

  private Group groupToJoin(String name) {
    Group known = groups.get(name);
    return known == null ? new Group() : known;
  }

  /** Lets passes enter, as its only action. After a close: no effect. */
  public void register(RegisteredShrinker shrinker) {
    shrinker.state().publish();
  }

  /**
   * Ends it, in whatever state it is and however often. No callback starts after this began, and
   * none runs after it returned, with one exception: called from inside a callback of the same
   * shrinker it returns at once, and the close is complete when that callback has returned. Two
   * callbacks that close each other's shrinkers wait for each other; {@link #closeWithin} does not.
   */
  public void close(RegisteredShrinker shrinker) {
    closeWithin(shrinker, FOR_EVER_NANOS);
  }

  /**
   * As {@link #close}, but waits for a limited time, as at shutdown; after that the last callback
   * to return completes the close.
   *
   * @return whether the close is complete
   */
  public boolean closeWithin(RegisteredShrinker shrinker, long timeoutNanos) {
    shrinker.state().detach();
    boolean wouldWaitForItself = Held.byThisThread().holds(shrinker);
    if (!wouldWaitForItself && shrinker.state().awaitDrained(timeoutNanos)) {
      unlink(shrinker);
      return true;
    }
    return handOver(shrinker);
  }

  private boolean handOver(RegisteredShrinker shrinker) {
    if (shrinker.state().handOver()) {
      unlink(shrinker);
      return true;
    }
    return false;
  }

  /** Takes a drained shrinker out and gives its id back; the second time: no effect. */
  void unlink(RegisteredShrinker shrinker) {
    writers.lock();
    try {
      if (!root.remove(shrinker)) {
        return;
      }
      String name = shrinker.group();
      Group own = groups.get(name);
      if (own != null && own != root) {
        own.remove(shrinker);
        if (own.isEmpty()) {
          groups.remove(name);
        }
      }
      byIdentity.remove(shrinker.cache());
      shrinker.cache().clear();
      ids.giveBack(shrinker.id());
    } finally {
      writers.unlock();
    }
  }

  /**
   * Visits the live shrinkers of a group, each pinned for the visit; {@link Scope#ALL_GROUPS}
   * visits all. Several walks may run at once. Takes no lock and allocates nothing.
   */
  public void walk(String groupName, Visitor visitor) {
    Group group = groups.get(groupName);
    if (group == null) {
      return;
    }
    for (int index = 0; index < group.capacity(); index++) {
      Unit unit = group.unit(index);
      if (unit == null) {
        continue;
      }
      for (long left = unit.map(); left != 0; left &= left - 1) {
        RegisteredShrinker shrinker = unit.at(Long.numberOfTrailingZeros(left));
        if (shrinker != null && !visitPinned(shrinker, visitor)) {
          return;
        }
      }
    }
  }

  private static boolean visitPinned(RegisteredShrinker shrinker, Visitor visitor) {
    Object cache = shrinker.pin();
    if (cache == null) {
      return true;
    }
    try {
      return visitor.visit(shrinker, cache);
    } finally {
      shrinker.unpin();
    }
  }

  /** The live shrinkers, by id; a snapshot. */
  public List<RegisteredShrinker> shrinkers() {
    List<RegisteredShrinker> found = new ArrayList<>();
    for (int index = 0; index < root.capacity(); index++) {
      Unit unit = root.unit(index);
      for (int place = 0; unit != null && place < Unit.PLACES; place++) {
        RegisteredShrinker shrinker = unit.at(place);
        if (shrinker != null && shrinker.isLive()) {
          found.add(shrinker);
        }
      }
    }
    return found;
  }

  /** How many shrinkers are registered or about to be; stale as soon as it is read. */
  public int size() {
    return root.size();
  }

  /** Whether any cache is in a group of this name. */
  public boolean hasGroup(String name) {
    return groups.containsKey(name);
  }

  /**
   * Closes the shrinkers whose caches were collected. Does not wait: if a callback still runs, its
   * end completes the close. For the agent's own thread.
   *
   * @param closed is told each
   * @return how many
   */
  public int drainDead(Consumer<RegisteredShrinker> closed) {
    int dead = 0;
    for (Reference<?> next = collected.poll(); next != null; next = collected.poll()) {
      RegisteredShrinker shrinker = ((CacheRef) next).shrinker;
      if (shrinker != null && !shrinker.state().isDetached()) {
        handOver(shrinker);
        closed.accept(shrinker);
        dead++;
      }
    }
    return dead;
  }

  /** Whether the current thread holds the writers' lock. */
  boolean isWriting() {
    return writers.isHeldByCurrentThread();
  }
}
