package io.cacheshrinker.agent.shrink;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The upkeep thread: looks at all caches twice a second, until another takes over from it. */
final class UpkeepLoop implements Runnable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Calls calls;
  private final Runnable look;
  private final Totals totals;

  /**
   * @param look one look at all caches, through {@code calls}
   */
  UpkeepLoop(Calls calls, Runnable look, Totals totals) {
    this.calls = calls;
    this.look = look;
    this.totals = totals;
  }

  @Override
  public void run() {
    while (!calls.isReplaced()) {
      try {
        look.run();
      } catch (Throwable survived) {
        totals.failed();
      }
      if (!calls.isReplaced()) {
        calls.clearInterrupt();
        LockSupport.parkNanos(this, LOOK_NANOS);
      }
    }
  }
}
