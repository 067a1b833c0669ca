package io.cacheshrinker.agent;

import io.cacheshrinker.agent.log.Log;
import io.cacheshrinker.agent.pressure.Verdict;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * One line for each change of verdict that a person would act on: pressed or not, or hopeless. The
 * steps of one relief (pressure, shrinking, waiting) are one state here.
 */
final class VerdictLines implements BiConsumer<String, String> {
  private static final Set<Verdict> AT_WORK =
      EnumSet.of(Verdict.PRESSURE, Verdict.SHRINKING, Verdict.WAITING);

  private Verdict said = Verdict.RELAXED;

  @Override
  public void accept(String name, String reason) {
    Verdict now = Verdict.valueOf(name);
    if (now == said || (AT_WORK.contains(now) && AT_WORK.contains(said))) {
      return;
    }
    said = now;
    switch (now) {
      case RELAXED -> Log.logger().info("{}; caches may grow again.", reason);
      case PRESSURE, SHRINKING, WAITING ->
          Log.logger().info("{}; caches give memory back.", reason);
      case FUTILE, DORMANT ->
          Log.logger()
              .warn(
                  "{}; caches are left alone. Look for a leak in a heap dump, or give the JVM a"
                      + " larger heap.",
                  reason);
    }
  }
}
