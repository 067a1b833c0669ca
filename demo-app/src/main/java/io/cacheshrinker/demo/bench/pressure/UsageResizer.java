package io.cacheshrinker.demo.bench.pressure;

import io.cacheshrinker.demo.bench.Heap;
import java.util.List;

/**
 * The nearest rival, as one would write it: while the old generation, garbage included, is fuller
 * than a threshold, every cache's bound goes down by a tenth; when it is well below, it goes up
 * again.
 *
 * <p>Tuned in its favour: its threshold is searched for; a bound begins at what the cache holds; a
 * tenth of what there is to cache stays whatever happens; and it looks twice a second only.
 */
final class UsageResizer implements Runnable {
  private static final double REGROW_BELOW = 0.10;
  private static final double STEP = 0.10;
  private static final double LEAST = 0.10;

  private final Heap heap;
  private final double threshold;
  private final List<Served> caches;
  private final double[] bounds;

  UsageResizer(Heap heap, double threshold, List<Served> caches) {
    this.heap = heap;
    this.threshold = threshold;
    this.caches = caches;
    bounds = caches.stream().mapToDouble(Served::keys).toArray();
  }

  /** One look. */
  @Override
  public void run() {
    double used = heap.oldShare();
    if (used > threshold) {
      for (int i = 0; i < bounds.length; i++) {
        Served served = caches.get(i);
        double held = Math.min(bounds[i], served.cache().entries());
        bounds[i] = Math.max(LEAST * served.keys(), held * (1 - STEP));
      }
    } else if (used < threshold - REGROW_BELOW) {
      for (int i = 0; i < bounds.length; i++) {
        bounds[i] = Math.min(caches.get(i).keys(), bounds[i] / (1 - STEP));
      }
    }
    for (int i = 0; i < bounds.length; i++) {
      caches.get(i).cache().limit((long) bounds[i]);
    }
  }
}
