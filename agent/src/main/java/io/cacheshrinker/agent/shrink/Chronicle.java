package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.agent.pressure.Receipt;

/**
 * Is told what a thread that decides and runs passes does, as it does it. Belongs to that thread;
 * must neither wait, throw nor, once warm, allocate. What begins is told before it does, so that it
 * can be timed.
 */
public interface Chronicle {
  /** Is told nothing. */
  Chronicle NONE = new Chronicle() {};

  /** Makes one for each thread that needs its own. */
  @FunctionalInterface
  interface Factory {
    Chronicle create();
  }

  /** A collection that could tell has been looked at. */
  default void pressure(
      long liveBytes, long creditBytes, long capacityBytes, int priority, long neededBytes) {}

  /** A pass begins. */
  default void passBegins() {}

  /**
   * A pass has ended.
   *
   * @param kind graded, greedy or manual; observed, if it only counted what would go
   */
  default void passed(
      String kind, long neededBytes, long freedBytes, long scannedEntries, long freedEntries) {}

  /** A cache is about to be shrunk at a priority. */
  default void shrinkBegins() {}

  /** It has been: the numbers of the kernel's trace points, in units of 1 KiB. */
  default void shrank(String name, int seeks, int priority, PassArithmetic numbers) {}

  /**
   * It has been by a greedy pass, which has neither priority nor debt; in units of 1 KiB.
   *
   * @param freeable what was there above the floor
   */
  default void shrankGreedily(String name, long freeable, long asked, long scanned, long freed) {}

  /** A collection has shown what passes brought. */
  default void settled(Receipt receipt) {}
}
