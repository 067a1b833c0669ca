package io.cacheshrinker.demo.bench.pressure;

import io.cacheshrinker.demo.bench.Heap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Whoever looks after the caches from within the application: a thread that looks regularly. */
public final class Rival {
  private static final long RESIZER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long NOTIFIED_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private Rival() {}

  /** Starts the one that the variant asks for, if it asks for one. */
  public static void start(Setup setup, Heap heap, Service service) {
    switch (setup.variant()) {
      case USAGE_RESIZER ->
          start(new UsageResizer(heap, setup.parameter(), service.all()), RESIZER_NANOS);
      case EQUAL_PERCENT ->
          start(new EqualPercent(heap, setup.parameter(), service.all()), NOTIFIED_NANOS);
      case NONE, SOFT_VALUES, STATIC, OURS, OBSERVE -> {
        // Nobody within the application.
      }
    }
  }

  private static void start(Runnable look, long periodNanos) {
    Thread thread =
        new Thread(
            () -> {
              while (true) {
                look.run();
                LockSupport.parkNanos(periodNanos);
              }
            },
            "rival");
    thread.setDaemon(true);
    thread.start();
  }
}
