package io.cacheshrinker.demo.bench.pressure.warmup;

import io.cacheshrinker.demo.bench.pressure.Rig;
import io.cacheshrinker.demo.bench.pressure.Setup;
import io.cacheshrinker.demo.bench.pressure.Variant;

/**
 * A service that fills its caches when it starts, in a heap that begins small, and then serves.
 * Everything that can be asked for fits. So that an agent that does nothing cannot pass, its
 * process comes under real pressure in the end.
 *
 * <p>Arguments: {@link Setup#arguments}.
 */
final class WarmupVictim {
  static final String SERVE = "serveSeconds";

  private static final double CONTROL_SHARE = 0.27;
  private static final double CONTROL_SECONDS = 20;

  private final Setup setup;
  private final Rig rig;

  private WarmupVictim(Setup setup) {
    this.setup = setup;
    rig = new Rig(setup, nanos -> {});
  }

  public static void main(String[] arguments) throws InterruptedException {
    new WarmupVictim(Setup.of(arguments)).run();
    System.exit(0);
  }

  private void run() throws InterruptedException {
    rig.answer().with("committedAtStartMb", committedMb());
    rig.prime();
    rig.load().start(setup.number(SERVE) + CONTROL_SECONDS);
    while (rig.load().seconds() < setup.number(SERVE)) {
      Rig.pause();
    }
    rig.measured()
        .with("evictions", rig.service().evictions())
        .with("cachedMb", rig.service().cachedBytes() / (1 << 20))
        .with("committedMb", committedMb())
        .with("live", rig.heap().liveShare())
        .print();
    if (setup.variant() == Variant.OURS) {
      control();
    }
  }

  /** Live data fills the heap above the mark; now the agent has to act. */
  private void control() {
    long before = rig.service().evictions();
    long passes = rig.passes();
    rig.hold(CONTROL_SHARE);
    while (rig.passes() == passes && !rig.load().isOver()) {
      Rig.pause();
    }
    rig.answer()
        .with("controlPasses", rig.passes() - passes)
        .with("controlEvictions", rig.service().evictions() - before)
        .print();
  }

  private static double committedMb() {
    return Runtime.getRuntime().totalMemory() / (double) (1 << 20);
  }
}
