package io.cacheshrinker.agent.registry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one group knows of {@value #PLACES} neighbouring ids: for each a deferred counter, whether
 * its shrinker belongs to the group, and whether it may have objects there. Never moves, and lives
 * as long as the group: a walker may keep it across a callback while the group grows around it.
 *
 * <p><b>map</b>, "may have objects", is what a walk goes by. A bit is set by whoever inserts
 * ({@link #mark}), and cleared by a walker that was told EMPTY ({@link #rest}). The two agree by a
 * full fence on each side, as in Linux ({@code set_shrinker_bit} and {@code shrink_slab_memcg}):
 * the inserter inserts, fences, looks at the bit; the walker clears the bit, fences, counts again.
 * One of them sees the other, so no insertion stays unseen.
 *
 * <p><b>members</b> says whom a bit may speak of. Written under the writers' lock. A bit of {@link
 * #map} without membership is a late mark of a shrinker that is gone, and means nothing.
 *
 * <p><b>deferred</b> is written by atomic steps only, by holders of a pin: a pin keeps the id from
 * being given to another, so the debt is always that of the pinned shrinker. {@link #join} sets it
 * to zero, since ids are used again.
 *
 * <p><b>heir</b> is the unit of the parent, once the group is gone. An adder that meets an heir
 * moves on what it finds; see {@link #add}.
 */
final class Unit {
  static final int PLACES = Long.SIZE;

  private static final VarHandle MAP;
  private static final VarHandle COUNTER = MethodHandles.arrayElementVarHandle(long[].class);

  static {
    try {
      MAP = MethodHandles.lookup().findVarHandle(Unit.class, "map", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Which shrinkers may have objects; atomic steps by anybody. */
  private volatile long map;

  /** Which shrinkers belong to the group; written under the writers' lock, read by anybody. */
  private volatile long members;

  /** Scan work owed, by place; atomic steps by pinners, and by the writers' lock. */
  private final long[] deferred = new long[PLACES];

  /** Set once, under the writers' lock, when the group goes. */
  private volatile @Nullable Unit heir;

  /** Places to visit; the acquire is the partner of the release in {@link #join}. */
  long map() {
    return map;
  }

  boolean isMember(int place) {
    return (members & 1L << place) != 0;
  }

  /** Takes a shrinker in, without debt and with its bit set. Writers' lock. */
  void join(int place) {
    reset(place);
    members = members | 1L << place;
    MAP.getAndBitwiseOr(this, 1L << place);
  }

  /** The id is new here: what its last owner owed is nobody's debt. */
  private void reset(int place) {
    COUNTER.setVolatile(deferred, place, 0L);
  }

  /** Lets a shrinker go. Writers' lock. */
  void leave(int place) {
    members = members & ~(1L << place);
    MAP.getAndBitwiseAnd(this, ~(1L << place));
  }

  /**
   * The shrinker may have objects from now on. Called after the insertion; on 0→1 only it writes.
   */
  void mark(int place) {
    // After the insertion, before the look. Partner: the fence in Group.run, between rest and the
    // second count.
    VarHandle.fullFence();
    if ((map & 1L << place) == 0) {
      MAP.getAndBitwiseOr(this, 1L << place);
    }
  }

  /** The shrinker has said that it is empty; the caller asks it again. */
  void rest(int place) {
    MAP.getAndBitwiseAnd(this, ~(1L << place));
  }

  long deferred(int place) {
    return (long) COUNTER.getVolatile(deferred, place);
  }

  /** Hands the whole debt to the caller and leaves zero. */
  long take(int place) {
    return (long) COUNTER.getAndSet(deferred, place, 0L);
  }

  /**
   * Adds to the debt. If the group goes meanwhile, either {@link #bequeath} finds what was added
   * here, as it looks after it has set the heir; or the heir is seen here, as it is read after the
   * add. Whoever finds it takes it by one exchange, so it arrives once.
   */
  void add(int place, long more) {
    COUNTER.getAndAdd(deferred, place, more);
    Unit to = heir;
    if (to != null) {
      to.add(place, take(place));
    }
  }

  /** The group is gone: what its members owe here they owe there. Writers' lock. */
  void bequeath(Unit parent) {
    heir = parent;
    long gone = members;
    members = 0;
    MAP.setVolatile(this, 0L);
    for (long left = gone; left != 0; left &= left - 1) {
      int place = Long.numberOfTrailingZeros(left);
      parent.add(place, take(place));
    }
  }

  long members() {
    return members;
  }
}
