package io.cacheshrinker.demo.bench.birth;

import com.sun.management.ThreadMXBean;
import io.cacheshrinker.demo.bench.AgentBeans;
import io.cacheshrinker.demo.bench.Answer;
import io.cacheshrinker.demo.bench.Library;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Builds many caches and says what each took of the thread that built it.
 *
 * <p>Arguments: {@link Library}, {@link Life}, whether our agent is there.
 */
final class BirthVictim {
  private static final int WARM_UP = 30_000;
  private static final long SETTLE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long SETTLE_LEAST_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long POLL_NANOS = 100_000_000;

  /** What may remain of caches that are gone before the wait for it is worth its time. */
  private static final long NEGLIGIBLE_BYTES = 256 << 10;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final AgentBeans beans = new AgentBeans();
  private final Library library;
  private final Life life;
  private final boolean ours;

  private BirthVictim(String[] arguments) {
    library = Library.valueOf(arguments[0]);
    life = Life.valueOf(arguments[1]);
    ours = Boolean.parseBoolean(arguments[2]);
  }

  public static void main(String[] arguments) throws InterruptedException {
    new BirthVictim(arguments).run();
  }

  private void run() throws InterruptedException {
    useOnce(WARM_UP);
    keep(life.births);
    settle(0);
    long before = usedBytes();
    Object[] kept = {};
    List<Mother> mothers = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < life.threads; i++) {
      mothers.add(new Mother(life.births / life.threads));
    }
    for (Mother mother : mothers) {
      mother.thread.join();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (life.kept()) {
      kept = mothers.get(0).kept;
    }
    settle(kept.length);
    long retained = retainedBytes(before, kept.length);
    new Answer()
        .with("micros", mothers.stream().mapToLong(m -> m.cpuNanos).sum() / 1e3 / life.births)
        .with("bytes", mothers.stream().mapToLong(m -> m.bytes).sum() / (double) life.births)
        .with("perSecond", life.births / seconds)
        .with("retainedBytes", retained)
        .with("shrinkers", beans.agentNumber("Shrinkers"))
        .print();
    Reference.reachabilityFence(kept);
  }

  /**
   * Waits until the agent has looked at all that was born, and knows these caches and no others. It
   * wants to see caches that are born by the thousand survive a collection or two first. Without
   * the agent there is nothing to wait for.
   */
  private void settle(int caches) {
    if (!ours) {
      return;
    }
    long start = System.nanoTime();
    boolean settled = false;
    while (!settled) {
      System.gc();
      LockSupport.parkNanos(POLL_NANOS);
      long waited = System.nanoTime() - start;
      boolean known = beans.agentNumber("Shrinkers") == caches;
      settled = waited > SETTLE_LEAST_NANOS && known || waited > SETTLE_LIMIT_NANOS;
    }
  }

  /** For caches that are gone: the least within some time, as the agent forgets them by and by. */
  private long retainedBytes(long before, int kept) {
    long end = System.nanoTime() + SETTLE_LIMIT_NANOS;
    long retained = usedBytes() - before;
    while (ours && kept == 0 && retained > NEGLIGIBLE_BYTES && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(POLL_NANOS);
      retained = Math.min(retained, usedBytes() - before);
    }
    return retained;
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private Object[] keep(int births) {
    Object[] kept = new Object[births];
    for (int i = 0; i < births; i++) {
      kept[i] = Nursery.build(library);
    }
    return kept;
  }

  private void useOnce(int births) {
    long sum = 0;
    for (int i = 0; i < births; i++) {
      sum += Nursery.useOnce(library, i);
    }
    if (sum != births * (births + 1L) / 2) {
      throw new AssertionError("wrong sum " + sum);
    }
  }

  /** A thread that builds caches; its numbers may be read when it has ended. */
  private final class Mother {
    private final int births;
    private final Thread thread = new Thread(this::bear, "mother");
    private Object[] kept = {};
    private long cpuNanos;
    private long bytes;

    Mother(int births) {
      this.births = births;
      thread.start();
    }

    private void bear() {
      long cpuBefore = threads.getCurrentThreadCpuTime();
      long bytesBefore = threads.getCurrentThreadAllocatedBytes();
      if (life.kept()) {
        kept = keep(births);
      } else {
        useOnce(births);
      }
      bytes = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
      cpuNanos = threads.getCurrentThreadCpuTime() - cpuBefore;
    }
  }
}
