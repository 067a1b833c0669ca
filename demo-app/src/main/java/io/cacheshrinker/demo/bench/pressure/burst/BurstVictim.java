package io.cacheshrinker.demo.bench.pressure.burst;

import io.cacheshrinker.demo.bench.pressure.Rig;
import io.cacheshrinker.demo.bench.pressure.Setup;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * A service with well filled caches, under load, in which one thread allocates live data as fast as
 * it can: more than fits beside the caches.
 *
 * <p>Arguments: {@link Setup#arguments}.
 */
final class BurstVictim {
  private static final double LOAD_SECONDS = 120;
  private static final double HOLD_SECONDS = 1;

  /** Of load before the burst; whoever looks after the caches has found its feet by then. */
  private static final double SETTLED_SECONDS = 3;

  private final Setup setup;

  /** Loads take no time, so that a trial takes little. */
  private final Rig rig;

  private BurstVictim(Setup setup) {
    this.setup = setup;
    rig = new Rig(setup, nanos -> {});
  }

  public static void main(String[] arguments) throws InterruptedException {
    new BurstVictim(Setup.of(arguments)).run();
    System.exit(0);
  }

  private void run() throws InterruptedException {
    double other = setup.share(Rig.BASE) + rig.otherBytes() / rig.capacityBytes();
    Trial trial = Trial.of(setup.seed(), other, rig.heap().roomShare());
    rig.primeUpTo(trial.cachedShare() * rig.capacityBytes());
    rig.answer()
        .with("cachedBeforeMb", megabytes(rig.service().cachedBytes()))
        .with("burstMb", megabytes(trial.burstShare() * rig.capacityBytes()))
        .with("chunkBytes", trial.chunkBytes())
        .print();
    rig.load().start(LOAD_SECONDS);
    serveUntil(SETTLED_SECONDS);
    long start = System.nanoTime();
    List<byte[]> burst = allocated(trial);
    rig.measured()
        .with("burstMillis", (System.nanoTime() - start) / 1_000_000)
        .with("cachedAfterMb", megabytes(rig.service().cachedBytes()))
        .print();
    serveUntil(rig.load().clockSeconds() + HOLD_SECONDS);
    Reference.reachabilityFence(burst);
    rig.measured().print();
  }

  private void serveUntil(double second) {
    while (rig.load().clockSeconds() < second) {
      Rig.pause();
    }
  }

  private List<byte[]> allocated(Trial trial) {
    long left = (long) (trial.burstShare() * rig.capacityBytes());
    List<byte[]> burst = new ArrayList<>((int) (left / trial.chunkBytes()) + 1);
    for (; left > 0; left -= trial.chunkBytes()) {
      burst.add(new byte[trial.chunkBytes()]);
    }
    return burst;
  }

  private static double megabytes(double bytes) {
    return bytes / (1 << 20);
  }
}
