package io.cacheshrinker.agent.pressure;

/**
 * When to keep one's hands off: the caches hold too little to matter, or shedding brings nothing
 * back. A leak is the usual reason; without this, caches would be kept empty while it goes on.
 *
 * <p>Hands stay off until there is relief. Until then one probe is allowed each time that the
 * caches hold again as much more as was needed, and one last ditch in all; a probe that works ends
 * it. After many probes without effect not even probes are tried.
 *
 * <p>Pure arithmetic; shrink thread only, but {@link #mayTryLastDitch} also on the tripwire's.
 */
final class Futility {
  /** Share of the need that caches must be able to give. */
  static final double WORTH_A_PASS = 0.1;

  /** Share of the predicted bytes that must come back. */
  static final double POOR_SHARE = 0.25;

  /** Poor receipts in a row that prove it. */
  static final int POOR_RECEIPTS = 3;

  /** Probes without effect until dormancy, as the kernel has fruitless rounds. */
  static final int FRUITLESS_PROBES = 16;

  private int poorInARow;
  private int fruitless;
  private boolean empty;
  private long evictableThen;
  private long needThen;

  /** Written by the shrink thread; read and spent by the tripwire's. */
  private volatile boolean handsOff;

  private volatile boolean lastDitchSpent;

  /** Live bytes no longer press: whether that ends it depends on what it was. */
  void relaxed() {
    if (empty) {
      relieved();
    }
  }

  /** Live bytes are below the low mark: all is forgotten. */
  void relieved() {
    poorInARow = 0;
    fruitless = 0;
    empty = false;
    handsOff = false;
    lastDitchSpent = false;
  }

  /** What came back after passes. */
  void learn(Receipt receipt) {
    if (receipt.share() >= POOR_SHARE) {
      relieved();
    } else {
      poorInARow++;
    }
  }

  /** Whether a pass for {@code needBytes} may run. */
  boolean allows(long needBytes, long evictableBytes) {
    if (isDormant()) {
      return false;
    }
    if (handsOff) {
      return probe(needBytes, evictableBytes);
    }
    empty = evictableBytes < WORTH_A_PASS * needBytes;
    handsOff = empty || poorInARow >= POOR_RECEIPTS;
    evictableThen = evictableBytes;
    needThen = needBytes;
    return !handsOff;
  }

  private boolean probe(long needBytes, long evictableBytes) {
    if (evictableBytes - evictableThen < Math.min(needBytes, needThen)) {
      evictableThen = Math.min(evictableThen, evictableBytes);
      return false;
    }
    evictableThen = evictableBytes;
    fruitless++;
    return true;
  }

  /** Whether the last ditch may run; hands off, it may once. Any thread. */
  boolean mayTryLastDitch() {
    if (!handsOff) {
      return true;
    }
    boolean first = !lastDitchSpent;
    lastDitchSpent = true;
    return first;
  }

  /** Whether passes have stopped, probes apart. */
  boolean isHandsOff() {
    return handsOff;
  }

  /** Whether even probes have stopped. */
  boolean isDormant() {
    return fruitless >= FRUITLESS_PROBES;
  }

  /** Whether it is because the caches are all but empty, rather than because nothing comes back. */
  boolean isEmpty() {
    return empty;
  }
}
