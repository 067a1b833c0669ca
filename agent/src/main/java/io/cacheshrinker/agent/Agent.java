package io.cacheshrinker.agent;

import io.cacheshrinker.agent.instrument.Births;
import io.cacheshrinker.agent.instrument.Discovery;
import io.cacheshrinker.agent.instrument.Hook;
import io.cacheshrinker.agent.instrument.Inventory;
import io.cacheshrinker.agent.instrument.Registrar;
import io.cacheshrinker.agent.instrument.Unregistered;
import io.cacheshrinker.agent.instrument.Weaver;
import io.cacheshrinker.agent.log.Log;
import io.cacheshrinker.agent.options.Mode;
import io.cacheshrinker.agent.options.Options;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integrations;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The pipeline: instrument, registry, gc, pressure, shrink, jmx, in that order. */
public final class Agent {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final List<String> complaints;
  private final OwnThread thread = new OwnThread("cache-shrinker", this::run);
  private final Births births;
  private final Inventory inventory;
  private final Registry registry;
  private final Registrar registrar;
  private final Weaver weaver;
  private final @Nullable Discovery discovery;
  private final Stages stages;
  private boolean complained;
  private boolean lossSaid;

  private Agent(
      Instrumentation instrumentation, Options options, List<String> complaints, boolean late) {
    List<Integration> integrations = Integrations.all();
    this.complaints = complaints;
    births = new Births(integrations, thread::wake);
    inventory = new Inventory(thread::wake);
    registry = new Registry();
    registrar = new Registrar(births, integrations, instrumentation, inventory, options, registry);
    weaver = new Weaver(integrations, inventory);
    discovery = late ? new Discovery(instrumentation, integrations, weaver, births) : null;
    stages = new Stages(registry, options, instrumentation, births::quietly);
  }

  /**
   * Called at the first class that may build caches, in the thread that loads it.
   *
   * @return what weaves such classes; null to stay off
   */
  public static @Nullable ClassFileTransformer start(
      Instrumentation instrumentation, @Nullable String arguments, boolean late) throws Exception {
    Options.Parsed parsed = Options.read(arguments, System.getenv(), System.getProperties());
    Options options = parsed.options();
    Log.level(options.log());
    if (options.mode() == Mode.OFF) {
      parsed.complaints().forEach(Log.logger()::warn);
      tellWhoAttached(
          late,
          "mode is off; nothing is woven and nothing shrunk. Another mode needs a restart of that"
              + " JVM.");
      return null;
    }
    Agent agent = new Agent(instrumentation, options, parsed.complaints(), late);
    try {
      Hook.connect(instrumentation, agent.births);
    } catch (Hook.Taken taken) {
      String why =
          taken.getMessage()
              + " is in this JVM already; this one stays off. Name one agent jar only.";
      Log.logger().warn(why);
      tellWhoAttached(late, why);
      return null;
    }
    if (late || !parsed.complaints().isEmpty()) {
      agent.thread.wake();
    }
    return agent.weaver;
  }

  private static void tellWhoAttached(boolean late, String why) {
    if (late) {
      System.setProperty(Premain.OUTCOME, why);
    }
  }

  /**
   * A class that the JVM, or we, could not change: its caches are seen when they are built anew.
   */
  public static void stays(String className, Throwable why) {
    Log.logger().debug("{} stays as it is", className, why);
  }

  private void run() {
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
