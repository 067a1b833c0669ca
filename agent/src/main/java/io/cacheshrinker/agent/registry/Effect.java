package io.cacheshrinker.agent.registry;

/**
 * What passes over one cache brought, as far as it is known: kept with the registration, so that it
 * goes with the cache. Written by the shrink thread, apart from {@code entriesAtFence}, which
 * whoever ends a pass sets; all of it may be read anywhere, one figure at a time.
 */
public final class Effect {
  private static final double LEAST_FACTOR = 0.25;
  private static final double MOST_FACTOR = 4;

  /** Entries held when the last pass ended. */
  private volatile long entriesAtFence;

  /** Of the entries ever shed, those that a receipt has been had for. */
  private volatile long freedSettled;

  /** What an entry was taken to weigh by the last pass, if nobody has weighed it. */
  private volatile double assumedBytesPerEntry;

  /** What sampled bytes per entry are multiplied with. */
  private volatile double factor = 1;

  /** Receipts in a row by which nearly nothing of this cache came back. */
  private volatile int nothingInARow;

  public long entriesAtFence() {
    return entriesAtFence;
  }

  public void entriesAtFence(long entries) {
    entriesAtFence = entries;
  }

  public long freedSettled() {
    return freedSettled;
  }

  public void freedSettled(long entries) {
    freedSettled = entries;
  }

  public double assumedBytesPerEntry() {
    return assumedBytesPerEntry;
  }

  public void assumedBytesPerEntry(double bytes) {
    assumedBytesPerEntry = bytes;
  }

  public double factor() {
    return factor;
  }

  /** Corrects bytes per entry; what is learned stays between a quarter and four times. */
  public void correct(double by) {
    factor = Math.min(MOST_FACTOR, Math.max(LEAST_FACTOR, factor * by));
  }

  /** Counts receipts of nothing; returns how many there have been in a row. */
  public int cameBack(boolean something) {
    nothingInARow = something ? 0 : nothingInARow + 1;
    return nothingInARow;
  }
}
