package io.cacheshrinker.demo.bench.pressure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Requests offered at a fixed rate by many threads, in ticks of a millisecond. A tick is due at its
 * time whatever became of the ones before it, and the latency of its requests counts from then, so
 * that a stop of the JVM is felt by all who would have come meanwhile. What is behind is caught up
 * with as fast as it goes.
 *
 * <p>Before that, {@link #prime} makes as many requests as fast as it goes.
 */
public final class Load {
  /** The numbers of a {@link Setup} that it needs. */
  public static final String RATE = "ratePerSecond";

  public static final String THREADS = "threads";

  private static final long TICK_NANOS = 1_000_000;
  private static final int TICKS_PER_SECOND = 1000;
  private static final int DIGITS = 3;

  private final Service service;
  private final int threads;
  private final int requestsPerTick;
  private final Recorder latencies = new Recorder(DIGITS);
  private final List<Thread> workers = new ArrayList<>();
  private @Nullable Histogram recycled;

  /** The next tick that nobody has taken. */
  private final AtomicLong next = new AtomicLong();

  /** The number of the first request of the first tick; set before workers start. */
  private long first;

  private long startNanos;

  /** Ticks from here on are not made; set before workers start. */
  private volatile long end;

  public Load(Service service, Setup setup) {
    this.service = service;
    threads = setup.count(THREADS);
    requestsPerTick = setup.count(RATE) / TICKS_PER_SECOND;
  }

  /** Makes the requests of so many seconds, and returns when it has; may be called again. */
  public void prime(double seconds) throws InterruptedException {
    end = (long) (seconds * TICKS_PER_SECOND);
    startNanos = System.nanoTime() - TimeUnit.HOURS.toNanos(1);
    work("prime");
    join();
    first += end * requestsPerTick;
    next.set(0);
    latencies.reset();
  }

  /** Begins to offer the requests of so many seconds. */
  public void start(double seconds) {
    end = (long) (seconds * TICKS_PER_SECOND);
    startNanos = System.nanoTime();
    work("request");
  }

  private void work(String name) {
    for (int i = 0; i < threads; i++) {
      Thread worker = new Thread(this::serve, name + "-" + i);
      worker.setDaemon(true);
      workers.add(worker);
      worker.start();
    }
  }

  private void serve() {
    for (long tick = next.getAndIncrement(); tick < end; tick = next.getAndIncrement()) {
      long due = startNanos + tick * TICK_NANOS;
      for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      for (int i = 0; i < requestsPerTick; i++) {
        service.request(first + tick * requestsPerTick + i);
        latencies.recordValue(System.nanoTime() - due);
      }
    }
  }

  /** How far the load has come, in seconds of its own plan; behind the clock if it is late. */
  public double seconds() {
    return (double) Math.min(next.get(), end) / TICKS_PER_SECOND;
  }

  /** By the clock, since {@link #start}. */
  public double clockSeconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  public boolean isOver() {
    return workers.stream().noneMatch(Thread::isAlive);
  }

  /** Requests offered so far, since {@link #start}. */
  public double requests() {
    return seconds() * TICKS_PER_SECOND * requestsPerTick;
  }

  /** Of the requests since the last call, in nanoseconds; good until the next call. One thread. */
  Histogram latencies() {
    Histogram fresh = latencies.getIntervalHistogram(recycled);
    recycled = fresh;
    return fresh;
  }

  private void join() throws InterruptedException {
    for (Thread worker : workers) {
      worker.join();
    }
    workers.clear();
  }
}
