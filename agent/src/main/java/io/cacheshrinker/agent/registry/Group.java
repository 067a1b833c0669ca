package io.cacheshrinker.agent.registry;

import io.cacheshrinker.Shrinker;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a pass over one group goes by: which shrinkers belong to it and may have objects, and what
 * each of them owes there. The root is a group like any other, and every shrinker belongs to it.
 *
 * <p>The array of units grows under the writers' lock by copying the pointers, and is published by
 * one volatile write. Units never move, so what a walker knows of one stays true; the array it must
 * read anew after each. A unit is made where it is first needed; an absent one reads as zero.
 */
public final class Group {
  private final String name;

  /** Published by each growth; readers see units complete. */
  private volatile @Nullable Unit[] units = new Unit[0];

  /** Shrinkers that belong to it. Guarded by the writers' lock. */
  private int members;

  /** One run over one pinned shrinker. */
  public interface Run {
    /** What came of it, or {@link Shrinker#EMPTY}. Called with no lock held. */
    long over(RegisteredShrinker shrinker, Object cache);
  }

  Group(String name) {
    this.name = name;
  }

  /** Its name; {@link io.cacheshrinker.Scope#ALL_GROUPS} is the root. */
  public String name() {
    return name;
  }

  /** Points {@code at} to what a pinned member owes in this group. */
  public void point(RegisteredShrinker pinned, Deferred at) {
    at.point(unitOf(pinned), pinned.id() % Unit.PLACES);
  }

  /**
   * Runs over a shrinker that the caller has pinned. If it answers that it is certainly empty, its
   * bit is cleared, so that later walks leave it out; then it is asked once more, because what was
   * inserted before the bit was cleared saw the bit set and did not set it.
   *
   * <p>A shrinker that never said when it has objects again ({@link RegisteredShrinker#mark}) keeps
   * its bit: nobody would set it anew.
   *
   * @return what came of it; 0 if it is empty
   */
  public long run(RegisteredShrinker pinned, Object cache, Run run) {
    long answer = run.over(pinned, cache);
    if (answer != Shrinker.EMPTY) {
      return answer;
    }
    return pinned.marks() ? runAgain(pinned, cache, run) : 0;
  }

  private long runAgain(RegisteredShrinker pinned, Object cache, Run run) {
    Unit unit = unitOf(pinned);
    int place = pinned.id() % Unit.PLACES;
    boolean rests = false;
    unit.rest(place);
    try {
      // After the bit is cleared, before the second look. Partner: the fence in Unit.mark.
      VarHandle.fullFence();
      long answer = run.over(pinned, cache);
      rests = answer == Shrinker.EMPTY;
      return rests ? 0 : answer;
    } finally {
      if (!rests) {
        unit.mark(place);
      }
    }
  }

  private Unit unitOf(RegisteredShrinker member) {
    return Objects.requireNonNull(unit(member.id() / Unit.PLACES), "not a member");
  }

  /** Room for the id, or an error with everything as it was. Writers' lock. */
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

  /** Cannot fail after {@link #ensure}. Writers' lock. */
  void join(RegisteredShrinker shrinker) {
    unitOf(shrinker).join(shrinker.id() % Unit.PLACES);
    members++;
  }

  /** Lets a member go; writers' lock. */
  void leave(RegisteredShrinker shrinker) {
    unitOf(shrinker).leave(shrinker.id() % Unit.PLACES);
    members--;
  }

  /** Lets a member go that owes in {@code heir} from now on what it owes here; writers' lock. */
  void bequeath(RegisteredShrinker shrinker, Group heir) {
    int place = shrinker.id() % Unit.PLACES;
    heir.unitOf(shrinker).add(place, unitOf(shrinker).take(place));
    leave(shrinker);
  }

  /** Writers' lock. */
  boolean isOnlyMember(RegisteredShrinker shrinker) {
    return members == 1 && holds(shrinker);
  }

  /** Whether a walk over this group may visit the shrinker; of one that is pinned this is final. */
  boolean holds(RegisteredShrinker shrinker) {
    Unit unit = unit(shrinker.id() / Unit.PLACES);
    return unit != null && unit.isMember(shrinker.id() % Unit.PLACES);
  }

  /** Writers' lock. */
  boolean isEmpty() {
    return members == 0;
  }

  /** Units that may be asked for now; never falls. */
  int capacity() {
    return units.length;
  }

  /** A unit by its index; null if none of the group has lived there. */
  @Nullable Unit unit(int index) {
    @Nullable Unit[] known = units;
    return index < known.length ? known[index] : null;
  }
}
