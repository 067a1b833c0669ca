package io.cacheshrinker.agent;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Works that are done in turn, round after round, for as long as the JVM runs. One that fails keeps
 * neither the others nor the next round from running; it is told once for each kind of failure, and
 * followed by a pause as any other round, so that what fails every time costs next to nothing.
 *
 * <p>Belongs to one thread.
 */
final class Rounds {
  /** Kinds of failure that are told; whoever has read so many knows enough. */
  static final int MOST_TOLD = 16;

  private final List<Work> works;
  private final BooleanSupplier hasMore;
  private final Runnable pause;
  private final Consumer<Throwable> tell;
  private final Set<String> told = new HashSet<>();

  /** One thing to be done in each round. */
  interface Work {
    void run() throws Exception;
  }

  /**
   * @param hasMore whether the next round is due at once
   * @param pause waits until it is time for the next round, or somebody wakes the thread
   * @param tell of a failure
   */
  Rounds(List<Work> works, BooleanSupplier hasMore, Runnable pause, Consumer<Throwable> tell) {
    this.works = works;
    this.hasMore = hasMore;
    this.pause = pause;
    this.tell = tell;
  }

  /** One round, and the pause after it. Throws nothing. */
  void round() {
    boolean failed = false;
    for (Work work : works) {
      try {
        work.run();
      } catch (Throwable failure) {
        failed = true;
        tellOnce(failure);
      }
    }
    if (failed || !hasMore.getAsBoolean()) {
      pause.run();
    }
  }

  private void tellOnce(Throwable failure) {
    try {
      if (told.size() < MOST_TOLD && told.add(failure.toString())) {
        tell.accept(failure);
      }
    } catch (Throwable noMemoryForWords) {
      pause.run();
    }
  }
}
