package io.cacheshrinker.agent.registry;

/**
 * Scan work of one cache in one group that a pass owed and could not do: remainders below a batch,
 * and what was left after a STOP. Any thread, any number at once.
 *
 * <p>A pass <em>takes</em> the debt (exchange with zero), so that of several concurrent passes
 * exactly one works it off, and later <em>adds</em> what is left, because others may have added
 * meanwhile. Nothing ever stores: a store would lose what came in between.
 *
 * <p>This object only points at the counter, which lies in a {@link Unit} of the group: a pass
 * points one and the same object at one cache after the other, by {@link Group#point}. Which
 * counter it points at is known to its own thread only. To be read and written while the shrinker
 * is pinned; without a pin the id, and with it the counter, may be another's already.
 */
public final class Deferred {
  private Unit unit;
  private int place;

  /** A counter of its own, at zero. */
  public Deferred() {
    this(new Unit(), 0);
  }

  Deferred(Unit unit, int place) {
    this.unit = unit;
    this.place = place;
  }

  void point(Unit at, int to) {
    unit = at;
    place = to;
  }

  /** What is owed now; stale as soon as it is read. */
  public long get() {
    return unit.deferred(place);
  }

  /** Hands the whole debt to the caller and leaves zero. */
  public long take() {
    return unit.take(place);
  }

  /** Adds to the debt; wraps at 64 bits as the kernel's counter does. */
  public void add(long more) {
    unit.add(place, more);
  }
}
