package io.cacheshrinker.agent.shrink;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many of our threads may be stuck at once in one kind of work. Each was replaced by another;
 * at the limit the next one is waited for, since threads without end would be worse than passes
 * that wait.
 */
final class Stands implements Watch.Stand {
  /** Threads that are stuck at most, of one kind. */
  static final int LIMIT = 4;

  private final AtomicInteger stuck = new AtomicInteger();
  private final Reliefs reliefs;

  /** Makes somebody who can take over. */
  interface Reliefs {
    /** With a watch that belongs to {@code stand}. */
    Watch.Relief of(Watch.Stand stand);
  }

  Stands(Reliefs reliefs) {
    this.reliefs = reliefs;
  }

  @Override
  public Watch.@Nullable Relief relief() {
    if (stuck.get() >= LIMIT) {
      return null;
    }
    Watch.Relief relief = reliefs.of(this);
    return new Watch.Relief(() -> takeOver(relief), relief.thread());
  }

  private void takeOver(Watch.Relief relief) {
    relief.takeOver().run();
    stuck.incrementAndGet();
  }

  @Override
  public void back() {
    stuck.decrementAndGet();
  }

  /** Threads that are stuck now; stale as soon as it is read. */
  int stuck() {
    return stuck.get();
  }
}
