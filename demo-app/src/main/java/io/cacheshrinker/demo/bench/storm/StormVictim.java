package io.cacheshrinker.demo.bench.storm;

import io.cacheshrinker.demo.bench.AgentBeans;
import io.cacheshrinker.demo.bench.Answer;
import io.cacheshrinker.demo.bench.Heap;
import io.cacheshrinker.demo.bench.storm.Service.Numbers;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A healthy service in a garbage storm, and afterwards, in the same process, the control: live data
 * that fills the heap above the mark where the agent has to act.
 *
 * <p>Arguments: {@link Weather#arguments}.
 */
final class StormVictim {
  private static final double KEPT_SHARE = 0.05;

  private static final double CONTROL_LIVE_SHARE = 0.82;
  private static final long CONTROL_BYTES_PER_SECOND = 60L << 20;
  private static final long CONTROL_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final int CHUNK_BYTES = 64 << 10;
  private static final long POLL_NANOS = 50_000_000;

  private final Heap heap = new Heap();
  private final Answer answer = new Answer();
  private final Weather weather;
  private final Service service;

  private StormVictim(Weather weather) {
    this.weather = weather;
    boolean soft = weather.variant() == Variant.SOFT_VALUES;
    service = new Service(share(weather.cachedShare()), soft, weather.seed());
  }

  public static void main(String[] arguments) throws InterruptedException {
    new StormVictim(Weather.of(arguments)).run();
  }

  private void run() throws InterruptedException {
    service.start();
    try (Storm storm = newStorm()) {
      if (weather.variant() == Variant.USAGE_RESIZER) {
        try (var rival = new UsageResizer(heap.old(), heap.capacityBytes(), service.pages())) {
          endure(storm);
          Reference.reachabilityFence(rival);
        }
      } else {
        endure(storm);
      }
      if (weather.variant() == Variant.OURS) {
        control(storm);
      }
    }
    service.close();
    answer.print();
  }

  private Storm newStorm() {
    long bytesPerSecond = weather.megabytesPerSecond() << 20;
    return new Storm(heap, weather.large(), share(KEPT_SHARE), bytesPerSecond, weather.seed());
  }

  /** The storm, and at its end what was live all the time. */
  private void endure(Storm storm) throws InterruptedException {
    Numbers before = service.numbers();
    long collections = heap.wholeCollections();
    HeapWatch watch = new HeapWatch(heap);
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(weather.seconds()));
    watch.close();
    Numbers numbers = service.numbers().since(before);
    answer
        .with("requests", numbers.requests())
        .with("evictions", numbers.evictions())
        .with("misses", numbers.misses())
        .with("usedPeak", watch.usedPeakShare())
        .with("oldPeak", watch.peakShare())
        .with("oldMean", watch.meanShare())
        .with("wholeCollections", heap.wholeCollections() - collections);
    if (weather.variant() == Variant.OURS) {
      AgentBeans beans = new AgentBeans();
      answer
          .with("shrinkers", beans.agentNumber("Shrinkers"))
          .with("passes", beans.agentNumber("Passes"))
          .with("agentLive", (double) beans.agentNumber("LiveBytes") / heap.capacityBytes());
    }
    storm.rate(0);
    answer.with("live", heap.liveShare());
  }

  /** Real pressure: the agent that kept still now has to act. */
  private void control(Storm storm) {
    Numbers before = service.numbers();
    List<byte[]> ballast = new ArrayList<>();
    double live = heap.liveShare();
    while (live + (double) ballast.size() * CHUNK_BYTES / heap.capacityBytes()
        < CONTROL_LIVE_SHARE) {
      ballast.add(new byte[CHUNK_BYTES]);
    }
    storm.rate(CONTROL_BYTES_PER_SECOND);
    AgentBeans beans = new AgentBeans();
    long passes = beans.agentNumber("Passes");
    long start = System.nanoTime();
    while (beans.agentNumber("Passes") == passes
        && System.nanoTime() - start < CONTROL_LIMIT_NANOS) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    answer
        .with("controlMillis", (System.nanoTime() - start) / 1_000_000)
        .with("controlPasses", beans.agentNumber("Passes") - passes)
        .with("controlEvictions", service.numbers().since(before).evictions());
    Reference.reachabilityFence(ballast);
  }

  private long share(double share) {
    return (long) (share * heap.capacityBytes());
  }
}
