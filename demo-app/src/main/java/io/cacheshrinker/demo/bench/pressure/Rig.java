package io.cacheshrinker.demo.bench.pressure;

import io.cacheshrinker.demo.bench.AgentBeans;
import io.cacheshrinker.demo.bench.Answer;
import io.cacheshrinker.demo.bench.Heap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What every victim has: the service, its load, live data beside it, and who looks after the
 * caches. One thread steers it, that of {@code main}.
 */
public final class Rig {
  /** The numbers of a {@link Setup} that it needs: live data that is always there, its priming. */
  public static final String BASE = "basePercent";

  public static final String PRIME = "primeSeconds";

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long WEIGHED_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int DIGITS = 3;

  private final Setup setup;
  private final Heap heap = new Heap();
  private final AgentBeans beans = new AgentBeans();
  private final Ballast ballast = new Ballast();
  private final Answer answer = new Answer();
  private final Histogram latencies = new Histogram(DIGITS);
  private final double ownBytes;
  private final Service service;
  private final Load load;
  private long collectionsBefore;
  private long passesBefore;
  private double loadMicrosBefore;
  private AgentCpu cpu = new AgentCpu();

  public Rig(Setup setup, Backend backend) {
    Thread.setDefaultUncaughtExceptionHandler(Rig::fail);
    this.setup = setup;
    ownBytes = heap.liveShare() * heap.capacityBytes();
    service = new Service(setup, heap.capacityBytes(), backend);
    load = new Load(service, setup);
  }

  /** A thread that has died would make the rest look better than it is. */
  private static void fail(Thread thread, Throwable cause) {
    System.err.println(thread.getName() + " died");
    cause.printStackTrace();
    Runtime.getRuntime().halt(1);
  }

  /** Fills the caches, and brings in who looks after them; what is counted counts from here. */
  public void prime() throws InterruptedException {
    primeUpTo(Double.MAX_VALUE);
  }

  /** The same, until the caches hold so much, if they ever do. */
  public void primeUpTo(double bytes) throws InterruptedException {
    answer.with("primed", false).print();
    hold(0);
    for (int second = 0; second < setup.number(PRIME) && service.cachedBytes() < bytes; second++) {
      load.prime(1);
    }
    attend();
    answer.with("primed", true).print();
  }

  private void attend() {
    if (setup.variant().hasAgent()) {
      answer.with("weighed", beans.awaitWeighed(service.caches(), WEIGHED_LIMIT_NANOS));
    }
    Rival.start(setup, heap, service);
    collectionsBefore = heap.wholeCollections();
    passesBefore = passes();
    loadMicrosBefore = service.loadMicros();
    cpu = new AgentCpu();
  }

  /** Live data beside the caches is the base and this share of the capacity from now on. */
  public void hold(double share) {
    ballast.hold((setup.share(BASE) + share) * heap.capacityBytes());
  }

  /** Live, and in no cache. */
  public double otherBytes() {
    return ownBytes + ballast.bytes();
  }

  public double capacityBytes() {
    return heap.capacityBytes();
  }

  public Service service() {
    return service;
  }

  public Load load() {
    return load;
  }

  public Heap heap() {
    return heap;
  }

  public AgentBeans beans() {
    return beans;
  }

  /** Of the agent, by whatever reason. */
  public long passes() {
    return beans.agentNumber("Passes");
  }

  /** What the victim has to say; said by {@link Answer#print}. */
  public Answer answer() {
    return answer;
  }

  /** Of the requests since the last call, in nanoseconds; good until the next call. */
  public Histogram newLatencies() {
    Histogram fresh = load.latencies();
    latencies.add(fresh);
    return fresh;
  }

  /** Adds what every victim says of its load, since it was primed. */
  public Answer measured() {
    newLatencies();
    return answer
        .with(
            "loadMicrosPerRequest",
            (service.loadMicros() - loadMicrosBefore) / Math.max(1, load.requests()))
        .with("wholeCollections", heap.wholeCollections() - collectionsBefore)
        .with("p99Millis", latencies.getValueAtPercentile(99) / 1e6)
        .with("p999Millis", latencies.getValueAtPercentile(99.9) / 1e6)
        .with("late", load.clockSeconds() / Math.max(1, load.seconds()))
        .with("passes", passes() - passesBefore)
        .with("agentCpuShare", cpu.share());
  }

  /** Between two looks of who steers. */
  public static void pause() {
    LockSupport.parkNanos(STEP_NANOS);
  }
}
