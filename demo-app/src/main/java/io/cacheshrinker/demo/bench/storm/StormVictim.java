package io.cacheshrinker.demo.bench.storm;

import io.cacheshrinker.demo.bench.AgentBeans;
import io.cacheshrinker.demo.bench.Answer;
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
 * <p>Arguments: variant, {@code small} or {@code large}, seconds of the storm, seed, share of the
 * capacity that is cached.
 */
final class StormVictim {
  private static final double KEPT_SHARE = 0.05;
  private static final long STORM_BYTES_PER_SECOND = 300L << 20;

  private static final double CONTROL_LIVE_SHARE = 0.82;
  private static final long CONTROL_BYTES_PER_SECOND = 60L << 20;
  private static final long CONTROL_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final int CHUNK_BYTES = 64 << 10;
  private static final long POLL_NANOS = 50_000_000;

  private final Heap heap = new Heap();
  private final Answer answer = new Answer();
  private final Variant variant;
  private final boolean large;
  private final long stormNanos;
  private final long seed;
  private final Service service;

  private StormVictim(String[] arguments) {
    variant = Variant.labelled(arguments[0]);
    large = arguments[1].equals("large");
    stormNanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[2]));
    seed = Long.parseLong(arguments[3]);
    service =
        new Service(share(Double.parseDouble(arguments[4])), variant == Variant.SOFT_VALUES, seed);
  }

  public static void main(String[] arguments) throws InterruptedException {
    new StormVictim(arguments).run();
  }

  private void run() throws InterruptedException {
    service.start();
    try (Storm storm = newStorm()) {
      if (variant == Variant.USAGE_RESIZER) {
        try (var rival = new UsageResizer(heap.old(), heap.capacityBytes(), service.pages())) {
          weather(storm);
          Reference.reachabilityFence(rival);
        }
      } else {
        weather(storm);
      }
      if (variant == Variant.OURS) {
        control(storm);
      }
    }
    service.close();
    answer.print();
  }

  private Storm newStorm() {
    return new Storm(heap, large, share(KEPT_SHARE), STORM_BYTES_PER_SECOND, seed);
  }

  /** The storm, and at its end what was live all the time. */
  private void weather(Storm storm) throws InterruptedException {
    Numbers before = service.numbers();
    long collections = heap.wholeCollections();
    HeapWatch watch = new HeapWatch(heap);
    LockSupport.parkNanos(stormNanos);
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
    if (variant == Variant.OURS) {
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
    long start = System.nanoTime();
    long evictions = 0;
    while (evictions == 0 && System.nanoTime() - start < CONTROL_LIMIT_NANOS) {
      LockSupport.parkNanos(POLL_NANOS);
      evictions = service.numbers().since(before).evictions();
    }
    answer
        .with("controlMillis", (System.nanoTime() - start) / 1_000_000)
        .with("controlEvictions", evictions)
        .with("controlPasses", new AgentBeans().agentNumber("Passes"));
    Reference.reachabilityFence(ballast);
  }

  private long share(double share) {
    return (long) (share * heap.capacityBytes());
  }
}
