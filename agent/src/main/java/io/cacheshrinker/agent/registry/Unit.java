package io.cacheshrinker.agent.registry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Places for {@value #PLACES} shrinkers of neighbouring ids in one group, and a map of those that
 * are taken. Never moves: a walker may keep it across a callback while the group grows around it.
 *
 * <p>Written under the writers' lock, read by anybody. A place is filled before its bit is set
 * (release; its partner is the acquire of {@link #map()}) and emptied after the bit is cleared. A
 * walker that has read the bit before may find the place empty, or filled with the next shrinker of
 * that id: it takes what it finds there, and {@link RegisteredShrinker#pin()} decides.
 */
final class Unit {
  static final int PLACES = Long.SIZE;

  private static final VarHandle MAP;

  static {
    try {
      MAP = MethodHandles.lookup().findVarHandle(Unit.class, "map", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final AtomicReferenceArray<@Nullable RegisteredShrinker> places =
      new AtomicReferenceArray<>(PLACES);

  /** Which places are taken. */
  private volatile long map;

  long map() {
    return map;
  }

  @Nullable RegisteredShrinker at(int place) {
    return places.get(place);
  }

  void put(int place, RegisteredShrinker shrinker) {
    places.set(place, shrinker);
    MAP.getAndBitwiseOr(this, 1L << place);
  }

  void clear(int place) {
    MAP.getAndBitwiseAnd(this, ~(1L << place));
    places.set(place, null);
  }
}
