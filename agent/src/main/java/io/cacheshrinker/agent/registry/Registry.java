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
 *   <li><b>Walk</b> a group, the root or another, by the same steps: for each {@link Unit}, for
 *       each set bit of its map, take the shrinker of that id. No lock, nothing allocated. Units
 *       never move; their array is read anew after each, as it may have grown.
 *   <li><b>Pin</b>: one compare-and-set on the shrinker's {@link StateWord}; refused if it is not
 *       registered yet, excluded or closed: skip it, and leave its bit. This alone says whether the
 *       object is still what the walker takes it for. An id is used again, but by a new object with
 *       a word of its own; the word of the old one refuses for ever, so there is no generation to
 *       compare. While a pin is held the id stays with its shrinker.
 *   <li><b>Look again</b>, now that it is pinned, whether it belongs to the group: the bit may have
 *       been set for the last owner of the id, or the group may have gone.
 *   <li><b>Visit</b> with the cache strongly held. Who answers EMPTY rests until it is marked; see
 *       {@link Group#run}.
 *   <li><b>Unpin</b> in a finally, and touch neither shrinker nor cache again. The exception is the
 *       unpin that drains a closed or excluded shrinker: it wakes who waits, or unlinks if nobody
 *       does.
 *   <li><b>Exclude</b>: count one exclusion, which refuses pins; wait for the pins there are, which
 *       are those of this shrinker only; <b>resume</b> takes the exclusion back.
 *   <li><b>Close</b>: set the flag that refuses pins; wait likewise, never for a pass; unlink under
 *       the writers' lock; the id is free again. From inside a callback of the same shrinker a wait
 *       would never end, so there the last unpin unlinks.
 *   <li><b>Use an id again</b>: whoever joins a group starts there without debt and with its bit
 *       set. Nobody can add to the old debt any more: that takes a pin, and the last one is gone.
 * </ol>
 *
 * <p>The writers' lock guards the identity table, the free ids, growth, and who belongs to which
 * group; it is taken by alloc, unlink, the first mark in a group and the removal of one, for a few
 * steps, and no callback ever runs under it: {@link RegisteredShrinker#pin()} asserts it. A
 * callback may itself alloc, register, exclude and close.
 *
 * <p>Accepted races: a walk may or may not see what is registered while it runs; an id may be given
 * to another between reading the bit and looking the shrinker up, and then the other is visited
 * instead, if it belongs to the group.
 */
public final class Registry {
  /** Waits for callbacks as long as they take. */
  private static final long FOR_EVER_NANOS = Long.MAX_VALUE / 2;

  private final ReentrantLock writers = new ReentrantLock();

  /** Which instances are registered; guarded by the writers' lock. */
  private final Map<CacheRef, RegisteredShrinker> byIdentity = new HashMap<>();

  /** Guarded by the writers' lock. */
  private final FreeIds ids = new FreeIds();

  /** Read by walkers; written under the writers' lock. */
  private final Slots slots = new Slots();

  /** Read by walkers; written under the writers' lock. The root is always there. */
  private final ConcurrentHashMap<String, Group> groups = new ConcurrentHashMap<>();

  private final Group root = new Group(Scope.ALL_GROUPS);
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
    Object owner = born.owner();
    CacheRef ownerRef = owner == null ? null : new CacheRef(owner, collected);
    writers.lock();
    try {
      if (byIdentity.containsKey(ref)) {
        return null;
      }
      return link(born, ref, ownerRef);
    } finally {
      writers.unlock();
      // Until here they are alive, so their references were not enqueued without a shrinker.
      Reference.reachabilityFence(born.cache());
      Reference.reachabilityFence(owner);
    }
  }

  /** Either all of it happens or, if memory runs out, nothing. */
  private RegisteredShrinker link(Newborn born, CacheRef ref, @Nullable CacheRef owner) {
    int id = ids.take();
    RegisteredShrinker shrinker;
    Group own;
    try {
      own = groupToJoin(born.group());
      slots.ensure(id);
      root.ensure(id);
      own.ensure(id);
      Deferred inRoot = new Deferred();
      shrinker = new RegisteredShrinker(this, id, born, ref, owner, inRoot);
      root.point(shrinker, inRoot);
      byIdentity.put(ref, shrinker);
      groups.put(born.group(), own);
    } catch (Throwable outOfMemory) {
      byIdentity.remove(ref);
      ids.giveBack(id);
      throw outOfMemory;
    }
    ref.shrinker = shrinker;
    if (owner != null) {
      owner.shrinker = shrinker;
    }
    slots.put(shrinker);
    root.join(shrinker);
    if (own != root) {
      own.join(shrinker);
    }
    return shrinker;
  }

  private Group groupToJoin(String name) {
    Group known = groups.get(name);
    return known == null ? new Group(name) : known;
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
    if (!isInside(shrinker) && shrinker.state().awaitDrained(timeoutNanos)) {
      unlink(shrinker);
      return true;
    }
    return handOver(shrinker);
  }

  /** Whether the current thread runs a callback of this shrinker. */
  public boolean isInside(RegisteredShrinker shrinker) {
    return Held.byThisThread().holds(shrinker);
  }

  private boolean handOver(RegisteredShrinker shrinker) {
    if (shrinker.state().handOver()) {
      unlink(shrinker);
      return true;
    }
    return false;
  }

  /**
   * No callback of this shrinker starts until {@link #resume}, and none runs when this returns,
   * with one exception: called from inside a callback of the same shrinker it does not wait, for
   * itself or for others, and answers false. Pauses may overlap; each needs its own resume.
   *
   * @return whether no callback runs
   * @throws IllegalStateException if thousands of pauses overlap already
   */
  public boolean exclude(RegisteredShrinker shrinker) {
    return excludeWithin(shrinker, FOR_EVER_NANOS);
  }

  /** As {@link #exclude}, but waits for a limited time; the pause has begun in any case. */
  public boolean excludeWithin(RegisteredShrinker shrinker, long timeoutNanos) {
    shrinker.state().exclude();
    return awaitNoCallback(shrinker, timeoutNanos);
  }

  /**
   * Waits for the callbacks of an excluded shrinker, unless called from inside one of them.
   *
   * @return whether none runs
   */
  public boolean awaitNoCallback(RegisteredShrinker shrinker, long timeoutNanos) {
    return !isInside(shrinker) && shrinker.state().awaitDrained(timeoutNanos);
  }

  /**
   * Ends a pause; the shrinker can be entered again when as many have ended as have begun.
   *
   * @throws IllegalStateException if there is none to end
   */
  public void resume(RegisteredShrinker shrinker) {
    shrinker.state().resume();
  }

  /** Takes a drained shrinker out and gives its id back; the second time: no effect. */
  void unlink(RegisteredShrinker shrinker) {
    writers.lock();
    try {
      if (!slots.remove(shrinker)) {
        return;
      }
      root.leave(shrinker);
      Group own = groups.get(shrinker.group());
      if (own != null && own != root) {
        leave(own, shrinker);
      }
      for (Group other : shrinker.joined()) {
        leave(other, shrinker);
      }
      shrinker.joined().clear();
      byIdentity.remove(shrinker.cache());
      shrinker.cache().clear();
      CacheRef owner = shrinker.owner();
      if (owner != null) {
        owner.clear();
      }
      ids.giveBack(shrinker.id());
    } finally {
      writers.unlock();
    }
  }

  private void leave(Group group, RegisteredShrinker shrinker) {
    group.leave(shrinker);
    if (group.isEmpty()) {
      groups.remove(group.name());
    }
  }

  /** The shrinker may have objects in a group that it belongs to, or belongs to from now on. */
  void mark(RegisteredShrinker shrinker, String name) {
    if (shrinker.state().isDetached()) {
      return;
    }
    shrinker.marksFromNowOn();
    int place = shrinker.id() % Unit.PLACES;
    Group group = groups.get(name);
    if (group == null || !group.holds(shrinker)) {
      group = joinAnother(shrinker, name);
    }
    Unit unit = group.unit(shrinker.id() / Unit.PLACES);
    if (unit != null) {
      unit.mark(place);
    }
    Unit inRoot = root.unit(shrinker.id() / Unit.PLACES);
    if (inRoot != null && group != root) {
      inRoot.mark(place);
    }
  }

  /** The group, joined; the root if it cannot be joined (any more). */
  private Group joinAnother(RegisteredShrinker shrinker, String name) {
    writers.lock();
    try {
      if (!shrinker.splitsByGroup() || slots.at(shrinker.id()) != shrinker) {
        return root;
      }
      Group group = groupToJoin(name);
      if (!group.holds(shrinker)) {
        join(shrinker, group);
      }
      return group;
    } finally {
      writers.unlock();
    }
  }

  /** Either all of it happens or, if memory runs out, nothing. */
  private void join(RegisteredShrinker shrinker, Group group) {
    group.ensure(shrinker.id());
    shrinker.joined().add(group);
    try {
      groups.put(group.name(), group);
    } catch (Throwable outOfMemory) {
      shrinker.joined().remove(group);
      throw outOfMemory;
    }
    group.join(shrinker);
  }

  /**
   * A shrinker has nothing of a group any more that it was marked in. What it owes there it owes in
   * the root. Accepted race: what a pass that is under way adds later is forgotten, unless it was
   * the last member and the group goes with it.
   */
  void leaveGroup(RegisteredShrinker shrinker, String name) {
    writers.lock();
    try {
      Group group = groups.get(name);
      if (group == null || !shrinker.joined().contains(group)) {
        return;
      }
      if (group.isOnlyMember(shrinker)) {
        removeGroup(name);
      } else {
        shrinker.joined().remove(group);
        group.bequeath(shrinker, root);
      }
    } finally {
      writers.unlock();
    }
  }

  /**
   * Ends a group whose tenant or class loader is gone. Its shrinkers live on in the root, and what
   * they owed in the group they owe there; also what a pass that is under way adds later.
   */
  public void removeGroup(String name) {
    writers.lock();
    try {
      Group gone = groups.get(name);
      if (gone == null || gone == root) {
        return;
      }
      groups.remove(name);
      for (int index = 0; index < gone.capacity(); index++) {
        Unit unit = gone.unit(index);
        Unit parent = root.unit(index);
        if (unit != null && parent != null) {
          orphan(gone, unit.members(), index * Unit.PLACES);
          unit.bequeath(parent);
        }
      }
    } finally {
      writers.unlock();
    }
  }

  private void orphan(Group gone, long members, int firstId) {
    for (long left = members; left != 0; left &= left - 1) {
      RegisteredShrinker shrinker = slots.at(firstId + Long.numberOfTrailingZeros(left));
      if (shrinker != null && !shrinker.joined().remove(gone)) {
        shrinker.group(Scope.ALL_GROUPS);
      }
    }
  }

  /** A group by its name, or null if no shrinker belongs to it. */
  public @Nullable Group group(String name) {
    return groups.get(name);
  }

  /**
   * Visits the live shrinkers of a group, each pinned for the visit; {@link Scope#ALL_GROUPS}
   * visits all. Several walks may run at once. Takes no lock and allocates nothing.
   */
  public void walk(String groupName, Visitor visitor) {
    Group group = groups.get(groupName);
    if (group != null) {
      walk(group, visitor);
    }
  }

  /** As {@link #walk(String, Visitor)}; a group that is gone has none. */
  public void walk(Group group, Visitor visitor) {
    for (int index = 0; index < group.capacity(); index++) {
      Unit unit = group.unit(index);
      if (unit != null && !walk(unit, index * Unit.PLACES, visitor)) {
        return;
      }
    }
  }

  private boolean walk(Unit unit, int firstId, Visitor visitor) {
    for (long left = unit.map(); left != 0; left &= left - 1) {
      int place = Long.numberOfTrailingZeros(left);
      RegisteredShrinker shrinker = slots.at(firstId + place);
      if (shrinker != null && !visitPinned(shrinker, unit, place, visitor)) {
        return false;
      }
    }
    return true;
  }

  private static boolean visitPinned(
      RegisteredShrinker shrinker, Unit unit, int place, Visitor visitor) {
    Object cache = shrinker.pin();
    if (cache == null) {
      return true;
    }
    try {
      return !unit.isMember(place) || visitor.visit(shrinker, cache);
    } finally {
      shrinker.unpin();
    }
  }

  /** The live shrinkers, by id; a snapshot. */
  public List<RegisteredShrinker> shrinkers() {
    List<RegisteredShrinker> found = new ArrayList<>();
    for (int id = 0; id < slots.capacity(); id++) {
      RegisteredShrinker shrinker = slots.at(id);
      if (shrinker != null && shrinker.isLive()) {
        found.add(shrinker);
      }
    }
    return found;
  }

  /** How many shrinkers are registered or about to be; stale as soon as it is read. */
  public int size() {
    return slots.filled();
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
