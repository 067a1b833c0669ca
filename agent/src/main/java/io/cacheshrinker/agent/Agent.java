package io.cacheshrinker.agent;

import io.cacheshrinker.agent.instrument.Births;
import io.cacheshrinker.agent.instrument.Declarations;
import io.cacheshrinker.agent.instrument.Discovery;
import io.cacheshrinker.agent.instrument.Hook;
import io.cacheshrinker.agent.instrument.Inventory;
import io.cacheshrinker.agent.instrument.Weaver;
import io.cacheshrinker.agent.log.Log;
import io.cacheshrinker.agent.options.Glob;
import io.cacheshrinker.agent.options.Mode;
import io.cacheshrinker.agent.options.Options;
import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integrations;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What weaves, and what wakes the rest. The thread that loads the first candidate class makes no
 * more than it needs to change that class; registry, gc, pressure, shrink and jmx are the {@link
 * Pipeline}, made by the agent's own thread when the first cache is born.
 */
public final class Agent {
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Instrumentation instrumentation;
  private final Options options;
  private final List<String> complaints;
  private final List<Integration> integrations = Integrations.all();
  private final OwnThread thread = new OwnThread("cache-shrinker", this::run);
  private final Declarations declarations;
  private final Births births;
  private final Inventory inventory;
  private final Weaver weaver;
  private final @Nullable Discovery discovery;

  private Agent(
      Instrumentation instrumentation, Options options, List<String> complaints, boolean late) {
    this.instrumentation = instrumentation;
    this.options = options;
    this.complaints = complaints;
    declarations = new Declarations(options.optIn());
    births = new Births(integrations, declarations, thread::wake);
    inventory = new Inventory(thread::wake);
    weaver = new Weaver(integrations, inventory, declarations);
    discovery = late ? new Discovery(instrumentation, integrations, weaver, births) : null;
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
    List<String> complaints = new ArrayList<>(parsed.complaints());
    complaints.addAll(classesNotNamed(options, arguments));
    Log.level(options.log());
    if (options.mode() == Mode.OFF) {
      complaints.forEach(Log.logger()::warn);
      tellWhoAttached(
          late,
          "mode is off; nothing is woven and nothing shrunk. Another mode needs a restart of that"
              + " JVM.");
      return null;
    }
    Agent agent = new Agent(instrumentation, options, complaints, late);
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
    if (late || !complaints.isEmpty()) {
      agent.thread.wake();
    }
    return agent.weaver;
  }

  /** What is written like the name of a class, and was no name for the filter. */
  private static List<String> classesNotNamed(Options options, @Nullable String arguments) {
    List<String> complaints = new ArrayList<>();
    String early = arguments + System.getProperty("cacheshrinker.opt-in");
    for (Glob glob : options.optIn().globs()) {
      String pattern = glob.pattern();
      if (!pattern.startsWith(CandidateFilter.BY_NAME)) {
        continue;
      }
      if (pattern.contains("*") || pattern.contains("?")) {
        complaints.add(
            "option opt-in="
                + pattern
                + " names no class, as it has a wildcard; it admits caches only. Write the name of"
                + " the class out.");
      } else if (!early.contains(pattern)) {
        complaints.add(
            "option opt-in="
                + pattern
                + " names a class in a file, which is read too late for that; it admits caches"
                + " only. Write it as an agent argument or -Dcacheshrinker.opt-in.");
      }
    }
    return complaints;
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
    Pipeline pipeline = null;
    while (pipeline == null) {
      try {
        pipeline =
            new Pipeline(
                instrumentation, options, complaints, integrations, births, inventory, discovery);
      } catch (OutOfMemoryError tooShort) {
        LockSupport.parkNanos(this, RETRY_NANOS);
      } catch (Throwable failure) {
        Log.logger()
            .warn("the agent's work failed; no cache is shrunk. Please report this", failure);
        return;
      }
    }
    pipeline.run();
  }
}
