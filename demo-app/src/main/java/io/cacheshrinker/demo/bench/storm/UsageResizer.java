package io.cacheshrinker.demo.bench.storm;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Policy.Eviction;
import java.lang.management.MemoryPoolMXBean;
import java.util.concurrent.locks.LockSupport;

/**
 * The nearest rival, as one would write it: when the usage threshold of the old generation is
 * exceeded, a cache's public maximum goes down by a tenth; when usage is well below, it goes up
 * again. Guava has no maximum that could be changed, so its cache is left alone.
 *
 * <p>Tuned in its favour: it looks twice a second only, keeps a tenth of the maximum whatever
 * happens, and regrows as fast as it shrinks.
 */
final class UsageResizer implements AutoCloseable {
  static final double THRESHOLD = 0.70;
  static final double REGROW_BELOW = 0.60;
  static final double STEP = 0.10;
  static final double LEAST = 0.10;
  static final long PERIOD_NANOS = 500_000_000;

  private final MemoryPoolMXBean old;
  private final long thresholdBytes;
  private final long regrowBytes;
  private final Eviction<?, ?> bound;
  private final long declaredMaximum;
  private final Thread thread = new Thread(this::control, "usage resizer");

  private volatile boolean closed;

  UsageResizer(MemoryPoolMXBean old, long capacityBytes, Cache<?, ?> cache) {
    this.old = old;
    thresholdBytes = (long) (THRESHOLD * capacityBytes);
    regrowBytes = (long) (REGROW_BELOW * capacityBytes);
    bound = cache.policy().eviction().orElseThrow();
    declaredMaximum = bound.getMaximum();
    thread.setDaemon(true);
    thread.start();
  }

  private void control() {
    while (!closed) {
      long used = old.getUsage().getUsed();
      if (used > thresholdBytes) {
        bound.setMaximum((long) Math.max(LEAST * declaredMaximum, bound.getMaximum() * (1 - STEP)));
      } else if (used < regrowBytes) {
        bound.setMaximum((long) Math.min(declaredMaximum, bound.getMaximum() / (1 - STEP) + 1));
      }
      LockSupport.parkNanos(PERIOD_NANOS);
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    LockSupport.unpark(thread);
    thread.join();
  }
}
