package io.cacheshrinker.agent;

import io.cacheshrinker.agent.gc.Collector;
import io.cacheshrinker.agent.gc.JvmGcSignal;
import io.cacheshrinker.agent.log.Log;
import io.cacheshrinker.agent.options.Options;
import io.cacheshrinker.agent.pressure.Marks;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.agent.shrink.ManualControl;
import io.cacheshrinker.agent.shrink.Shrinking;
import io.cacheshrinker.agent.size.Walker;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The stages behind the registry: gc, pressure and shrink from the first registered cache on; jmx
 * and the inventory line a little after {@code main} runs. The agent's own thread only.
 */
final class Stages {
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int NAMES_IN_THE_LINE = 8;

  private final Registry registry;
  private final Options options;
  private final Instrumentation instrumentation;
  private final MainClass mainClass = new MainClass();

  private @Nullable Shrinking shrinking;
  private @Nullable ManualControl control;
  private boolean started;
  private boolean visible;
  private long mainSeenNanos;

  Stages(Registry registry, Options options, Instrumentation instrumentation) {
    this.registry = registry;
    this.options = options;
    this.instrumentation = instrumentation;
  }

  /** Starts what is due and tends what runs. */
  void tend() {
    if (!started && registry.size() > 0) {
      started = true;
      start();
    }
    if (started && !visible && mainHasSettled()) {
      visible = true;
      show();
    }
    if (shrinking != null && control != null) {
      shrinking.tend();
      control.tellVerdict();
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
    Marks marks = Marks.of(options.high(), options.low());
    Shrinking stage =
        new Shrinking(registry, collector, marks, options.mode(), new Walker(instrumentation));
    control = new ManualControl(stage);
    control.onVerdict(new VerdictLines());
    shrinking = stage;
    if (!stage.start(collector, options.tripwire())) {
      Log.logger()
          .warn("this JVM announces no collections; caches are shrunk by hand only, over JMX.");
    }
  }

  private boolean mainHasSettled() {
    if (!mainClass.isStarted()) {
      return false;
    }
    long now = System.nanoTime();
    mainSeenNanos = mainSeenNanos == 0 ? now : mainSeenNanos;
    return now - mainSeenNanos >= SETTLE_NANOS;
  }

  private void show() {
    List<RegisteredShrinker> all = registry.shrinkers();
    long eligible = all.stream().filter(RegisteredShrinker::eligible).count();
    Log.logger()
        .info(
            "{} caches found; {} of them give memory back when more than {} % of the heap is live"
                + " after a collection: {}{}.",
            all.size(),
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
