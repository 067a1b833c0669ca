package io.cacheshrinker.demo.bench.pressure.leak;

/**
 * What the agent did while data leaked, from looks in the order of time.
 *
 * <p>The floor is reached when so little is cached that passes leave it alone, and reached again
 * only after the caches have held twice as much meanwhile.
 */
final class LeakLog {
  static final String FUTILE = "FUTILE";

  /** There was none. */
  static final long NEVER = -1;

  private static final double REARMED = 2;

  private final double floorBytes;
  private long floorReached;
  private boolean above = true;
  private long passesAtFloor = NEVER;
  private long passesAtFutile = NEVER;
  private long freedAtFutile;
  private Look last = new Look(0, 0, 0, "");

  /**
   * @param floorBytes held by caches that passes leave alone
   */
  LeakLog(double floorBytes) {
    this.floorBytes = floorBytes;
  }

  /**
   * A look at the agent.
   *
   * @param passes and {@code freed} entries, both since the leak began
   */
  record Look(double cachedBytes, long passes, long freed, String verdict) {}

  void add(Look look) {
    last = look;
    if (above && look.cachedBytes <= floorBytes) {
      above = false;
      floorReached++;
      passesAtFloor = passesAtFloor == NEVER ? look.passes : passesAtFloor;
    } else if (look.cachedBytes > REARMED * floorBytes) {
      above = true;
    }
    if (look.verdict.equals(FUTILE) && passesAtFutile == NEVER) {
      passesAtFutile = look.passes;
      freedAtFutile = look.freed;
    }
  }

  /** How often the caches were brought down to their floors. */
  long floorReached() {
    return floorReached;
  }

  boolean futile() {
    return passesAtFutile != NEVER;
  }

  /**
   * Passes from the first time at the floor to the verdict; 0 if the verdict came first, {@link
   * #NEVER} if it never came.
   */
  long passesToFutile() {
    if (!futile()) {
      return NEVER;
    }
    return passesAtFloor == NEVER ? 0 : Math.max(0, passesAtFutile - passesAtFloor);
  }

  /** Passes that were run although the verdict had been given once. */
  long passesAfterFutile() {
    return futile() ? last.passes - passesAtFutile : 0;
  }

  /** Entries that those shed. */
  long freedAfterFutile() {
    return futile() ? last.freed - freedAtFutile : 0;
  }
}
