package io.cacheshrinker.agent.shrink;

/**
 * When "drop all" has done enough: round r goes on while the entries it freed, shifted right by r,
 * are more than one, so that late rounds must free ever more to earn another (Linux v6.7, {@code
 * drop_slab}). One thread.
 */
public final class DropRounds {
  private int rounds;
  private long totalFreed;

  /** Accounts one finished round; true if another is worth it. */
  public boolean another(long freed) {
    int round = rounds++;
    totalFreed += freed;
    return round < Long.SIZE && (freed >> round) > 1;
  }

  /** Rounds run so far. */
  public int rounds() {
    return rounds;
  }

  /** Entries freed in all rounds. */
  public long totalFreed() {
    return totalFreed;
  }
}
