package io.cacheshrinker.agent.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What it takes to enter a cache and to leave it again, on several threads at once: into one and
 * the same cache, and each into one of its own. In CPU time of the process.
 *
 * <p>Arguments: pool, then numbers of threads.
 */
final class ContentionVictim {
  private static final OperatingSystemMXBean OS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final long MEASURED_MILLIS = 800;
  private static final long WARM_UP_MILLIS = 500;
  private static final int AT_ONCE = 1_000;

  private final Pool pool;
  private final List<Object> kept = new ArrayList<>();
  private volatile boolean ends;

  private ContentionVictim(String pool) {
    this.pool = Pool.named(pool);
  }

  public static void main(String[] arguments) throws InterruptedException {
    new ContentionVictim(arguments[0]).nanos(2, true);
    for (int i = 1; i < arguments.length; i++) {
      int threads = Integer.parseInt(arguments[i]);
      new Answer()
          .with("pin." + threads + ".same", new ContentionVictim(arguments[0]).nanos(threads, true))
          .with("pin." + threads + ".own", new ContentionVictim(arguments[0]).nanos(threads, false))
          .print();
    }
  }

  private double nanos(int threads, boolean same) throws InterruptedException {
    Pool.Lease shared = open();
    List<Pinner> pinners = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      pinners.add(new Pinner(same ? shared : open()));
    }
    pinners.forEach(Thread::start);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WARM_UP_MILLIS));
    long before = pinners.stream().mapToLong(pinner -> pinner.pins).sum();
    long cpuBefore = OS.getProcessCpuTime();
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(MEASURED_MILLIS));
    long cpu = OS.getProcessCpuTime() - cpuBefore;
    long pins = pinners.stream().mapToLong(pinner -> pinner.pins).sum() - before;
    ends = true;
    for (Pinner pinner : pinners) {
      pinner.join();
    }
    return (double) cpu / pins;
  }

  private Pool.Lease open() {
    BoxCache cache = new BoxCache(0);
    kept.add(cache);
    return pool.open(cache, "", BoxCache::itself);
  }

  private final class Pinner extends Thread {
    private final Pool.Lease lease;
    private volatile long pins;

    Pinner(Pool.Lease lease) {
      this.lease = lease;
    }

    @Override
    public void run() {
      while (!ends) {
        for (int i = 0; i < AT_ONCE; i++) {
          lease.pinAndUnpin();
        }
        pins = pins + AT_ONCE;
      }
    }
  }
}
