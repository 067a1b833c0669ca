package io.cacheshrinker.agent.bench;

import io.cacheshrinker.agent.registry.Callbacks;
import io.cacheshrinker.agent.registry.Deferred;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A cache in one of the registries that ours is compared with. */
final class Enrolled {
  private final WeakReference<Object> cache;
  private final Function<Object, Callbacks> callbacks;
  private final Deferred debt = new Deferred();
  private final String group;

  /** Places in the lists of all and of the group. */
  private int inAll;

  private int inGroup;

  Enrolled(Object cache, String group, Function<Object, Callbacks> callbacks) {
    this.cache = new WeakReference<>(cache);
    this.group = group;
    this.callbacks = callbacks;
  }

  String group() {
    return group;
  }

  void visit(int priority, Visit visit) {
    Object alive = cache.get();
    if (alive != null) {
      visit.over(alive, callbacks.apply(alive), debt, priority);
    }
  }

  /** A list from which the last takes the place of one that goes. */
  static final class Roll {
    private final List<Enrolled> list = new ArrayList<>();
    private final boolean ofAll;

    Roll(boolean ofAll) {
      this.ofAll = ofAll;
    }

    void add(Enrolled enrolled) {
      place(enrolled, list.size());
      list.add(enrolled);
    }

    void remove(Enrolled enrolled) {
      Enrolled last = list.remove(list.size() - 1);
      if (last != enrolled) {
        int free = ofAll ? enrolled.inAll : enrolled.inGroup;
        list.set(free, last);
        place(last, free);
      }
    }

    private void place(Enrolled enrolled, int at) {
      if (ofAll) {
        enrolled.inAll = at;
      } else {
        enrolled.inGroup = at;
      }
    }

    int size() {
      return list.size();
    }

    Enrolled at(int place) {
      return list.get(place);
    }
  }
}
