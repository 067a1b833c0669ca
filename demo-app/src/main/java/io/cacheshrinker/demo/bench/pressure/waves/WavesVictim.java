package io.cacheshrinker.demo.bench.pressure.waves;

import io.cacheshrinker.demo.bench.pressure.Backend;
import io.cacheshrinker.demo.bench.pressure.Load;
import io.cacheshrinker.demo.bench.pressure.Rig;
import io.cacheshrinker.demo.bench.pressure.Service;
import io.cacheshrinker.demo.bench.pressure.Setup;

/**
 * A service under load while live data beside its caches comes and goes in waves.
 *
 * <p>Arguments: {@link Setup#arguments}.
 */
final class WavesVictim {
  static final String HEIGHT = "wavePercent";

  /** Of rows: whether the load came to its end. */
  static final String FINISHED = "finished";

  /** Of rows: entries that the agent has shed, and would have shed if it had not only observed. */
  static final String FREED = "agentFreed";

  static final String WOULD_BE_FREED = "agentWouldBeFreed";

  private static final double LOW = 0.68;
  private static final double MEGABYTE = 1 << 20;
  private static final double LOOK_SECONDS = 0.1;
  private static final double SPEAK_SECONDS = 0.5;

  /** As late as this is a victim that neither lives nor dies. */
  private static final double MOST_LATE = 2;

  private static final double PATIENCE_SECONDS = 20;

  private final Setup setup;
  private final Rig rig;
  private final Timeline timeline;
  private final WaveLog log;

  private WavesVictim(Setup setup) {
    this.setup = setup;
    timeline = Timeline.of(setup);
    rig = new Rig(setup, Backend.unlimited());
    log = new WaveLog(timeline, LOW * rig.capacityBytes());
  }

  public static void main(String[] arguments) throws InterruptedException {
    new WavesVictim(Setup.of(arguments)).run();
    System.exit(0);
  }

  private void run() throws InterruptedException {
    rig.answer().with(Timeline.WAVES, timeline.waves()).with(FINISHED, false);
    rig.prime();
    Load load = rig.load();
    load.start(timeline.seconds());
    double nextLook = 0;
    double nextWord = 0;
    while (!load.isOver() && !isHopeless()) {
      double second = load.seconds();
      rig.hold(timeline.heightAt(second) * setup.share(HEIGHT));
      if (second >= nextLook) {
        look(second);
        nextLook = second + LOOK_SECONDS;
      }
      if (second >= nextWord) {
        speak();
        nextWord = second + SPEAK_SECONDS;
      }
      Rig.pause();
    }
    rig.answer().with(FINISHED, load.isOver());
    speak();
  }

  private boolean isHopeless() {
    Load load = rig.load();
    return load.clockSeconds() > MOST_LATE * load.seconds() + PATIENCE_SECONDS;
  }

  private void look(double second) {
    Service service = rig.service();
    if (log.begins(second)) {
      service.remember();
    }
    log.add(
        new WaveLog.Look(
            second,
            service.cachedBytes(),
            rig.otherBytes(),
            service.loadedBytes(),
            service.unshedBytes()));
  }

  private void speak() {
    rig.measured()
        .with("cachedMinMb", log.leastMb())
        .with("cachedMeanMb", log.meanMb())
        .with("cachedMaxMb", log.mostMb())
        .with("evictedMb", log.evictedMb())
        .with(FREED, rig.beans().agentNumber("Freed"))
        .with(WOULD_BE_FREED, rig.beans().agentNumber("WouldBeFreed"))
        .with("wouldBeFreedMb", rig.beans().agentNumber("WouldBeFreedBytes") / MEGABYTE)
        .with("neededMb", log.neededMb())
        .with("regained", log.regained().median())
        .with("regainedWorst", log.regained().min())
        .with("regain90Seconds", log.regainSeconds().median())
        .with("regain90SecondsWorst", log.regainSeconds().max());
    log.course().in(rig.answer()).print();
  }
}
