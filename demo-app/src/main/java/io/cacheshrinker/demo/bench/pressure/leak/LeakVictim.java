package io.cacheshrinker.demo.bench.pressure.leak;

import io.cacheshrinker.demo.bench.AgentBeans;
import io.cacheshrinker.demo.bench.pressure.Backend;
import io.cacheshrinker.demo.bench.pressure.Course;
import io.cacheshrinker.demo.bench.pressure.Rig;
import io.cacheshrinker.demo.bench.pressure.Setup;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A service under light load that leaks at a fixed rate until it dies; what it said last is its
 * answer.
 *
 * <p>Arguments: {@link Setup#arguments}.
 */
final class LeakVictim {
  static final String RATE = "leakPerMillePerSecond";

  private static final double SPEAK_SECONDS = 0.05;

  /** Nothing lives so long that leaks half of a percent a second. */
  private static final double LOAD_SECONDS = TimeUnit.MINUTES.toSeconds(5);

  private final Rig rig;
  private final double sharePerSecond;
  private final LeakLog log;
  private final Course course = new Course();

  private LeakVictim(Setup setup) {
    rig = new Rig(setup, Backend.unlimited());
    sharePerSecond = setup.number(RATE) / 1000.0;
    log = new LeakLog(rig.service().floorBytes());
  }

  public static void main(String[] arguments) throws InterruptedException {
    new LeakVictim(Setup.of(arguments)).run();
    System.exit(0);
  }

  private void run() throws InterruptedException {
    rig.prime();
    AgentBeans beans = rig.beans();
    long freed = beans.agentNumber("Freed");
    long passes = rig.passes();
    double cached = rig.service().cachedBytes();
    rig.load().start(LOAD_SECONDS);
    double nextWord = 0;
    while (!rig.load().isOver()) {
      double second = rig.load().clockSeconds();
      rig.hold(second * sharePerSecond);
      double cachedNow = rig.service().cachedBytes();
      log.add(
          new LeakLog.Look(
              cachedNow,
              rig.passes() - passes,
              beans.agentNumber("Freed") - freed,
              beans.agentText("Verdict")));
      course.add(second, Map.of("courseCachedMb", megabytes(cachedNow)));
      if (second >= nextWord) {
        rig.answer()
            .with("cachedBeforeMb", megabytes(cached))
            .with("cachedMb", megabytes(cachedNow));
        speak(second);
        nextWord = second + SPEAK_SECONDS;
      }
      Rig.pause();
    }
  }

  private void speak(double second) {
    rig.measured()
        .with("seconds", rig.load().clockSeconds())
        .with("leakedMb", megabytes(second * sharePerSecond * rig.capacityBytes()))
        .with("floorReached", log.floorReached())
        .with("futile", log.futile())
        .with("passesToFutile", log.passesToFutile())
        .with("passesAfterFutile", log.passesAfterFutile())
        .with("freedAfterFutile", log.freedAfterFutile());
    course.in(rig.answer()).print();
  }

  private static double megabytes(double bytes) {
    return bytes / (1 << 20);
  }
}
