package io.cacheshrinker.agent;

import io.cacheshrinker.agent.instrument.Births;
import io.cacheshrinker.agent.instrument.Discovery;
import io.cacheshrinker.agent.instrument.Inventory;
import io.cacheshrinker.agent.instrument.Registrar;
import io.cacheshrinker.agent.instrument.Unregistered;
import io.cacheshrinker.agent.log.Log;
import io.cacheshrinker.agent.options.Options;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.integration.Integration;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * From the caches that were born to those that shrink: instrument, registry, gc, pressure, shrink,
 * jmx, in that order. The agent's own thread only.
 */
final class Pipeline {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final List<String> complaints;
  private final Births births;
  private final Inventory inventory;
  private final @Nullable Discovery discovery;
  private final Registry registry = new Registry();
  private final Registrar registrar;
  private final Stages stages;
  private boolean complained;
  private boolean lossSaid;

  Pipeline(
      Instrumentation instrumentation,
      Options options,
      List<String> complaints,
      List<Integration> integrations,
      Births births,
      Inventory inventory,
      @Nullable Discovery discovery) {
    this.complaints = complaints;
    this.births = births;
    this.inventory = inventory;
    this.discovery = discovery;
    registrar = new Registrar(births, integrations, instrumentation, inventory, options, registry);
    stages = new Stages(registry, options, instrumentation, this::unregistered, births::quietly);
  }

  private List<String> unregistered() {
    return inventory.unregistered().stream()
        .map(cache -> cache.name() + ": " + cache.reason())
        .toList();
  }

  /** For ever. */
  void run() {
    Rounds rounds = rounds();
    while (true) {
      rounds.round();
    }
  }

  private Rounds rounds() {
    return new Rounds(
        List.of(
            this::complain,
            this::discover,
            registrar::drain,
            () -> registry.drainDead(registrar::closed),
            stages::tend,
            stages::rehearse,
            this::say),
        () -> !births.isEmpty(),
        () -> LockSupport.parkNanos(this, TICK_NANOS),
        failure -> Log.logger().warn("the agent's thread failed and goes on", failure));
  }

  private void complain() {
    if (!complained) {
      complained = true;
      complaints.forEach(Log.logger()::warn);
    }
  }

  private void discover() throws ReflectiveOperationException {
    if (discovery != null) {
      discovery.tend();
    }
  }

  private void say() {
    for (Unregistered unsaid : inventory.takeUnsaid()) {
      Log.logger().warn("{} is not shrunk; {}.", unsaid.name(), unsaid.reason());
    }
    if (registrar.lost() > 0 && !lossSaid) {
      lossSaid = true;
      Log.logger()
          .warn(
              "caches are created faster than they can be looked at, or with no memory or stack left;"
                  + " some are not shrunk.");
    }
  }
}
