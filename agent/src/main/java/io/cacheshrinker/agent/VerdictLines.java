package io.cacheshrinker.agent;

import io.cacheshrinker.agent.log.Log;
import io.cacheshrinker.agent.pressure.Verdict;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * One line for each change of verdict that a person would act on: pressed, relaxed for good, or
 * hopeless. The steps of one relief (pressure, shrinking, waiting) are one state here, and a heap
 * that is relaxed between two passes is not called so before it has stayed so for a minute. The
 * agent's own thread only.
 */
final class VerdictLines implements BiConsumer<String, String> {
  private static final long CALM_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final Set<Verdict> AT_WORK =
      EnumSet.of(Verdict.PRESSURE, Verdict.SHRINKING, Verdict.WAITING);

  private final BooleanSupplier observing;
  private Verdict said = Verdict.RELAXED;
  private Verdict now = Verdict.RELAXED;
  private String reason = "";
  private long sinceNanos;

  /** Lines that say so where nothing is evicted. */
  VerdictLines(BooleanSupplier observing) {
    this.observing = observing;
  }

  /** The verdict has changed. */
  @Override
  public void accept(String verdict, String why) {
    now = Verdict.valueOf(verdict);
    reason = why;
    sinceNanos = System.nanoTime();
    say();
  }

  /** Says what has become worth saying by lasting. */
  void tick() {
    say();
  }

  private void say() {
    if (now == said || (AT_WORK.contains(now) && AT_WORK.contains(said))) {
      return;
    }
    if (now == Verdict.RELAXED && System.nanoTime() - sinceNanos < CALM_NANOS) {
      return;
    }
    said = now;
    switch (now) {
      case RELAXED -> Log.logger().info("{}; caches may grow again.", reason);
      case PRESSURE, SHRINKING, WAITING -> {
        if (observing.getAsBoolean()) {
          Log.logger().info("{}; caches are left as they are, as mode is observe.", reason);
        } else {
          Log.logger().info("{}; caches give memory back.", reason);
        }
      }
      case FUTILE, DORMANT ->
          Log.logger()
              .warn(
                  "{}; caches are left alone. Look for a leak in a heap dump, or give the JVM a"
                      + " larger heap.",
                  reason);
    }
  }
}
