package io.cacheshrinker.agent.instrument;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Newborn caches of a storm, until they have survived a collection. A cache per request is gone by
 * then and costs nothing further; one that lives is registered. Nothing is missed meanwhile: before
 * a collection there is no pressure.
 *
 * <p>That a collection has happened is seen by an object of our own that it took. Used by the
 * agent's own thread only.
 */
final class WaitingRoom {
  static final int LIMIT = 8192;

  private List<Birth> asked = new ArrayList<>();
  private List<Birth> younger = new ArrayList<>();
  private WeakReference<Object> untilTaken = new WeakReference<>(null);

  /** Returns false if the room is full. */
  boolean enter(Birth birth) {
    if (asked.size() + younger.size() >= LIMIT) {
      return false;
    }
    younger.add(birth);
    return true;
  }

  boolean isEmpty() {
    return asked.isEmpty() && younger.isEmpty();
  }

  /** Those that lived through a collection; they leave the room, and the dead do too. */
  List<Birth> survivors() {
    List<Birth> survivors = List.of();
    if (untilTaken.get() == null) {
      // What may fail comes first: whoever is in the room stays in it then.
      List<Birth> empty = new ArrayList<>();
      WeakReference<Object> untilNextTaken = new WeakReference<>(new Object());
      asked.removeIf(birth -> birth.get() == null);
      survivors = asked;
      asked = younger;
      younger = empty;
      untilTaken = untilNextTaken;
    }
    return survivors;
  }
}
