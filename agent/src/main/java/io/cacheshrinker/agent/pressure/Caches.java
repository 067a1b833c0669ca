package io.cacheshrinker.agent.pressure;

/** What the control law asks of the caches, all together; called on the shrink thread only. */
@FunctionalInterface
public interface Caches {
  /** Bytes that they could still give, above their floors. */
  long evictableBytes();

  /** Bytes that they hold. */
  default long cachedBytes() {
    return 0;
  }

  /** Bytes that they have loaded again since the last pass ended. */
  default long refilledBytes() {
    return 0;
  }

  /**
   * Bytes that passes which only counted have let go of: collections still find them, and without
   * them each would ask for the same bytes again.
   */
  default long absentBytes() {
    return 0;
  }

  /** A receipt that teaches: what was predicted was wrong by as much. */
  default void returned(Receipt receipt) {}
}
