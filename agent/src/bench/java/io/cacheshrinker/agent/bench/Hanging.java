package io.cacheshrinker.agent.bench;

import io.cacheshrinker.agent.registry.Callbacks;
import java.util.concurrent.CountDownLatch;

/** A cache whose callback does not return, once. Whoever comes later finds nothing in it. */
final class Hanging implements Callbacks {
  private static final String GROUP = "hanging";

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release;
  private volatile Thread victim;

  private Hanging(CountDownLatch release) {
    this.release = release;
  }

  /** Returns the thread that hangs, once it does; it ends some time after the release. */
  static Thread in(Pool pool, CountDownLatch release) throws InterruptedException {
    Hanging cache = new Hanging(release);
    Pool.Lease lease = pool.open(cache, GROUP, any -> (Hanging) any);
    Thread thread =
        new Thread(
            () -> {
              // A lock that is only tried may be refused while others register.
              while (cache.entered.getCount() > 0) {
                pool.pass(GROUP, 0, new Visit());
              }
              lease.close();
            },
            "hanging");
    cache.victim = thread;
    thread.setDaemon(true);
    thread.start();
    cache.entered.await();
    return thread;
  }

  @Override
  public long count(Object cache) {
    if (Thread.currentThread() == victim && entered.getCount() > 0) {
      entered.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return 0;
  }

  @Override
  public long scan(Object cache, long asked, long[] scanned) {
    return 0;
  }

  @Override
  public void prime(Object cache) {}

  @Override
  public int sample(Object cache, Object[] triples) {
    return 0;
  }

  @Override
  public boolean statistics(Object cache, long[] counters) {
    return false;
  }
}
