package io.cacheshrinker.agent.registry;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The shrinkers by id. Written under the writers' lock, read by anybody; grows by copying the
 * pointers, published by one volatile write. A reader that still has the old array misses what was
 * registered since, no more: nobody else writes, so no write is lost between copy and publication.
 *
 * <p>Whom a reader finds may be closed already, or be the next owner of the id. {@link
 * RegisteredShrinker#pin()} decides.
 */
final class Slots {
  /** Published by each growth. Its elements are filled before a group's bit tells of them. */
  private volatile AtomicReferenceArray<@Nullable RegisteredShrinker> byId =
      new AtomicReferenceArray<>(0);

  /** Slots that are filled; written under the writers' lock. */
  private volatile int filled;

  /** Room for the id, or an error with everything as it was. */
  void ensure(int id) {
    AtomicReferenceArray<@Nullable RegisteredShrinker> known = byId;
    if (id < known.length()) {
      return;
    }
    AtomicReferenceArray<@Nullable RegisteredShrinker> grown =
        new AtomicReferenceArray<>(
            Math.max(
                Unit.PLACES, Math.max(id + 1, known.length() * 3 / 2) + Unit.PLACES - 1 & -64));
    for (int i = 0; i < known.length(); i++) {
      grown.setPlain(i, known.getPlain(i));
    }
    byId = grown;
  }

  /** Cannot fail after {@link #ensure}. */
  void put(RegisteredShrinker shrinker) {
    byId.set(shrinker.id(), shrinker);
    filled = filled + 1;
  }

  /** True if it was there. */
  boolean remove(RegisteredShrinker shrinker) {
    if (at(shrinker.id()) != shrinker) {
      return false;
    }
    byId.set(shrinker.id(), null);
    filled = filled - 1;
    return true;
  }

  @Nullable RegisteredShrinker at(int id) {
    AtomicReferenceArray<@Nullable RegisteredShrinker> known = byId;
    return id < known.length() ? known.get(id) : null;
  }

  /** Ids that may be asked for now; never falls. */
  int capacity() {
    return byId.length();
  }

  int filled() {
    return filled;
  }
}
