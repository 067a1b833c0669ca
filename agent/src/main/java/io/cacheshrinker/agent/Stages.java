package io.cacheshrinker.agent;

import io.cacheshrinker.agent.gc.Collector;
import io.cacheshrinker.agent.gc.JvmGcSignal;
import io.cacheshrinker.agent.jfr.Recordings;
import io.cacheshrinker.agent.jmx.Beans;
import io.cacheshrinker.agent.log.Log;
import io.cacheshrinker.agent.options.Mode;
import io.cacheshrinker.agent.options.Options;
import io.cacheshrinker.agent.pressure.Marks;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.agent.shrink.Chronicle;
import io.cacheshrinker.agent.shrink.Control;
import io.cacheshrinker.agent.shrink.ManualControl;
import io.cacheshrinker.agent.shrink.Rehearsal;
import io.cacheshrinker.agent.shrink.Shrinking;
import io.cacheshrinker.agent.shrink.StuckCallback;
import io.cacheshrinker.agent.size.Walker;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The stages behind the registry: gc, pressure and shrink from the first registered cache on; jmx
 * and the inventory line a little after {@code main} runs. The agent's own thread only.
 */
final class Stages {
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long BEANS_RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int NAMES_IN_THE_LINE = 8;

  private final Registry registry;
  private final Options options;
  private final Instrumentation instrumentation;
  private final Consumer<Runnable> unannounced;
  private final Supplier<List<String>> unregistered;
  private final Rehearsal rehearsal;
  private final MainClass mainClass = new MainClass();
  private final VerdictLines verdictLines = new VerdictLines(this::observing);

  private @Nullable Shrinking shrinking;
  private @Nullable ManualControl control;
  private @Nullable Beans beans;
  private @Nullable Recordings recordings;
  private boolean started;
  private boolean visible;
  private long mainSeenNanos;
  private long tryBeansAgainNanos;

  /**
   * Stages over a registry.
   *
   * @param unregistered caches that are not registered, and why; called by any thread
   * @param unannounced runs work that may build caches which nobody should hear of
   */
  Stages(
      Registry registry,
      Options options,
      Instrumentation instrumentation,
      Supplier<List<String>> unregistered,
      Consumer<Runnable> unannounced) {
    this.registry = registry;
    this.unregistered = unregistered;
    this.unannounced = unannounced;
    rehearsal = new Rehearsal(registry);
    this.options = options;
    this.instrumentation = instrumentation;
  }

  /** Starts what is due and tends what runs. */
  void tend() {
    if (!started && registry.size() > 0) {
      started = true;
      start();
    }
    if (shrinking == null || control == null) {
      return;
    }
    shrinking.tend();
    sayStuck(shrinking);
    control.tellVerdict();
    if (recordings != null) {
      recordings.tend();
    }
    verdictLines.tick();
    if (mainHasSettled()) {
      if (!visible) {
        visible = true;
        inventoryLine();
      }
      showBeans(control);
    }
  }

  /** Rehearses the last ditch, once the application has settled. */
  void rehearse() {
    if (visible && shrinking != null && shrinking.mode() == Mode.SHRINK) {
      unannounced.accept(rehearsal::tend);
    }
  }

  private void start() {
    Collector collector = JvmGcSignal.collector();
    if (collector == null) {
      Log.logger()
          .warn(
              "this JVM's garbage collector sends no notifications that are understood; caches are"
                  + " not shrunk. Use Serial, Parallel, G1, ZGC or Shenandoah of HotSpot 17 to 25.");
      return;
    }
    recordings = options.jfr() ? Recordings.open(registry) : null;
    Marks marks = Marks.of(options.high(), options.low());
    Shrinking stage =
        new Shrinking(
            registry,
            collector,
            marks,
            options.mode(),
            new Walker(instrumentation),
            recordings == null ? () -> Chronicle.NONE : recordings::create);
    control = new ManualControl(stage);
    control.onVerdict(verdictLines);
    if (recordings != null) {
      control.onVerdict(recordings::verdictChanged);
    }
    shrinking = stage;
    if (!stage.start(collector, options.tripwire())) {
      Log.logger()
          .warn("this JVM announces no collections; caches are shrunk by hand only, over JMX.");
    }
  }

  private static void sayStuck(Shrinking shrinking) {
    for (StuckCallback stuck : shrinking.takeStuck()) {
      Log.logger()
          .warn(
              "{} is busy: a callback has not returned for {} s, in thread \"{}\"; the cache is left"
                  + " alone until it does. A thread dump shows what it waits for.",
              stuck.name(),
              stuck.seconds(),
              stuck.thread());
    }
  }

  private boolean observing() {
    return shrinking != null && shrinking.mode() == Mode.OBSERVE;
  }

  private boolean mainHasSettled() {
    if (!mainClass.isStarted()) {
      return false;
    }
    long now = System.nanoTime();
    mainSeenNanos = mainSeenNanos == 0 ? now : mainSeenNanos;
    return now - mainSeenNanos >= SETTLE_NANOS;
  }

  private void showBeans(Control control) {
    if (beans != null) {
      beans.refresh();
    } else if (options.jmx() && System.nanoTime() - tryBeansAgainNanos >= 0) {
      startBeans(control);
    }
  }

  /**
   * The platform's MBean server, if we are the first to ask for it, looks for its builder in the
   * context loader: so we borrow the application's, for this call only.
   */
  private void startBeans(Control control) {
    Thread self = Thread.currentThread();
    ClassLoader own = self.getContextClassLoader();
    try {
      self.setContextClassLoader(mainClass.contextLoader());
      beans = Beans.start(registry, control, unregistered);
    } catch (RuntimeException | LinkageError failure) {
      boolean first = tryBeansAgainNanos == 0;
      tryBeansAgainNanos = System.nanoTime() + BEANS_RETRY_NANOS;
      if (first) {
        Log.logger()
            .warn(
                "the platform's MBean server cannot be had ({}); caches shrink without beans, and"
                    + " the server is asked for again every half minute.",
                failure.toString());
      }
    } finally {
      self.setContextClassLoader(own);
    }
  }

  private void inventoryLine() {
    List<RegisteredShrinker> all = registry.shrinkers();
    long eligible = all.stream().filter(RegisteredShrinker::eligible).count();
    Log.logger()
        .info(
            "{} found; {} give memory back when more than {} % of the heap is live after a collection:"
                + " {}{}.",
            all.size() == 1 ? "1 cache" : all.size() + " caches",
            eligible,
            Math.round(100 * options.high()),
            all.stream()
                .limit(NAMES_IN_THE_LINE)
                .map(Stages::inTheLine)
                .collect(Collectors.joining(", ")),
            all.size() > NAMES_IN_THE_LINE ? ", …" : "");
  }

  private static String inTheLine(RegisteredShrinker shrinker) {
    return shrinker.eligible()
        ? shrinker.name()
        : shrinker.name() + " (not: " + shrinker.reason() + ")";
  }
}
