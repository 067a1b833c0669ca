package io.cacheshrinker.agent.registry;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The shrinkers of one group, by id. The root holds them all; a named group holds its own.
 *
 * <p>The array of units grows under the writers' lock by copying the pointers, and is published by
 * one volatile write. Units never move, so what a walker knows of one stays true; the array it must
 * read anew after each. A unit exists only where a shrinker of the group has lived.
 */
final class Group {
  /** Published by each growth; readers see units complete. */
  private volatile @Nullable Unit[] units = new Unit[0];

  /** Shrinkers held; written under the writers' lock, read by anybody. */
  private volatile int size;

  /** Room for the id, or an error with everything as it was. */
  void ensure(int id) {
    int index = id / Unit.PLACES;
    @Nullable Unit[] known = units;
    if (index < known.length && known[index] != null) {
      return;
    }
    int length = index < known.length ? known.length : Math.max(index + 1, known.length * 3 / 2);
    @Nullable Unit[] grown = Arrays.copyOf(known, length);
    grown[index] = new Unit();
    units = grown;
  }

  /** Cannot fail after {@link #ensure}. */
  void put(RegisteredShrinker shrinker) {
    Unit unit = Objects.requireNonNull(units[shrinker.id() / Unit.PLACES]);
    unit.put(shrinker.id() % Unit.PLACES, shrinker);
    size = size + 1;
  }

  /** True if it was there. */
  boolean remove(RegisteredShrinker shrinker) {
    int place = shrinker.id() % Unit.PLACES;
    int index = shrinker.id() / Unit.PLACES;
    @Nullable Unit[] known = units;
    Unit unit = index < known.length ? known[index] : null;
    if (unit == null || unit.at(place) != shrinker) {
      return false;
    }
    unit.clear(place);
    size = size - 1;
    return true;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** Units that may be asked for now; never falls. */
  int capacity() {
    return units.length;
  }

  /** A unit by its index below {@link #capacity()}; null if none of the group has lived there. */
  @Nullable Unit unit(int index) {
    return units[index];
  }
}
