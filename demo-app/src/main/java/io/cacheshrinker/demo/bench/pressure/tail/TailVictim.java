package io.cacheshrinker.demo.bench.pressure.tail;

import io.cacheshrinker.demo.bench.pressure.Load;
import io.cacheshrinker.demo.bench.pressure.Rig;
import io.cacheshrinker.demo.bench.pressure.Setup;
import io.cacheshrinker.demo.bench.pressure.Variant;

/**
 * A service in front of a backend of fixed capacity. First everything fits, and in every other
 * round the agent is told to shed; then live data comes as a wave, and everybody has to see for
 * himself.
 *
 * <p>Arguments: {@link Setup#arguments}.
 */
final class TailVictim {
  static final String WORKERS = "backendWorkers";
  static final String PAIRS = "pairs";
  static final String ROUND = "roundSeconds";
  static final String PRIORITY = "passPriority";
  static final String PASSES = "passesPerRound";
  static final String HEIGHT = "wavePercent";

  private static final double RISE_SECONDS = 1;
  private static final double HOLD_SECONDS = 3;
  private static final double RELEASE_SECONDS = 6;
  private static final double WINDOW_SECONDS = 1;

  private final Setup setup;
  private final FixedCapacity backend;
  private final Rig rig;
  private final Load load;
  private final Rounds rounds;

  private TailVictim(Setup setup) {
    this.setup = setup;
    backend = new FixedCapacity(setup.count(WORKERS));
    rig = new Rig(setup, backend);
    load = rig.load();
    rounds = new Rounds(setup.count(PAIRS));
  }

  public static void main(String[] arguments) throws InterruptedException {
    new TailVictim(Setup.of(arguments)).run();
    System.exit(0);
  }

  private void run() throws InterruptedException {
    rig.prime();
    double calm = warmUpSeconds() + (double) rounds.count() * setup.number(ROUND);
    load.start(calm + RISE_SECONDS + HOLD_SECONDS + RELEASE_SECONDS);
    awaitSecond(warmUpSeconds());
    rig.newLatencies();
    for (int round = 0; round < rounds.count(); round++) {
      round(round);
    }
    wave(calm);
  }

  /** One round that does not count, until the code is compiled. */
  private double warmUpSeconds() {
    return setup.number(ROUND);
  }

  private void round(int round) {
    long seconds = setup.number(ROUND);
    for (int pass = 0; pass < setup.number(PASSES); pass++) {
      if (setup.variant() == Variant.OURS && Rounds.isWith(round)) {
        rig.beans().shrink(setup.count(PRIORITY));
      }
      double share = (pass + 1.0) / setup.number(PASSES);
      awaitSecond(warmUpSeconds() + (round + share) * seconds);
    }
    rounds.add(round, rig.newLatencies());
    rig.measured()
        .with("p999Ratio", rounds.ratio().median())
        .with("p999RatioWorst", rounds.ratio().max())
        .with("p999WithMillis", rounds.withMillis())
        .with("p999WithoutMillis", rounds.withoutMillis())
        .print();
  }

  private void awaitSecond(double second) {
    while (load.seconds() < second) {
      Rig.pause();
    }
  }

  private void wave(double start) {
    BackendWatch watch = new BackendWatch(backend, WINDOW_SECONDS);
    while (!load.isOver()) {
      double since = load.seconds() - start;
      double height = since < RISE_SECONDS + HOLD_SECONDS ? Math.min(1, since / RISE_SECONDS) : 0;
      rig.hold(height * setup.share(HEIGHT));
      if (watch.look(load.clockSeconds())) {
        speak(watch);
      }
      Rig.pause();
    }
    speak(watch);
  }

  private void speak(BackendWatch watch) {
    rig.measured()
        .with("backendMean", watch.meanShare())
        .with("backendPeak", watch.peakShare())
        .with("backendLine", watch.longestLine())
        .print();
  }
}
