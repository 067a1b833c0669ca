package io.cacheshrinker.demo.driver;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The replay: a few clients, each of which takes the next key of the trace as soon as it has its
 * answer, so that requests are made in the trace's order but for those under way at once.
 *
 * <p>Shared by the clients: the position in the trace, the counters and the histogram, all atomic;
 * each request is counted by the one client that made it. Progress reads them while they move, so
 * its numbers need not fit together exactly.
 */
final class Load {
  private static final double NANOS_PER_MILLI = 1e6;

  /** For each client: after so many requests in a row without an answer there is nobody to ask. */
  private static final int FAILURES_UNTIL_GONE = 4;

  private final Plan plan;
  private final ServiceClient client;
  private final RightAnswers answers;
  private final long startNanos = System.nanoTime();
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private final AtomicReference<@Nullable String> firstError = new AtomicReference<>();
  private final Histogram latencyNanos = new ConcurrentHistogram(3);
  private volatile boolean serviceGone;
  private @Nullable ServiceStats lastStats;

  /**
   * @param seconds how long to go on, trace after trace; 0 for one pass of the trace
   * @param timeoutMillis an answer that takes longer is an error
   */
  record Plan(Trace trace, int connections, double seconds, long timeoutMillis) {
    /** Requests to come when known, otherwise 0. */
    long expectedRequests() {
      return seconds > 0 ? 0 : trace.requests();
    }
  }

  Load(Plan plan, ServiceClient client) {
    this.plan = plan;
    this.client = client;
    this.answers = new RightAnswers(plan.trace().distinctKeys());
  }

  /** Replays; {@code progress} is told every now and then where it stands. */
  Outcome run(Progress progress) throws InterruptedException {
    CountDownLatch atWork = new CountDownLatch(plan.connections());
    for (int i = 0; i < plan.connections(); i++) {
      new Thread(() -> replay(atWork), "client-" + i).start();
    }
    while (!atWork.await(Progress.INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
      readStats();
      progress.show(outcome(), plan.expectedRequests());
    }
    readStats();
    Outcome outcome = outcome();
    progress.end(outcome, plan.expectedRequests());
    return outcome;
  }

  private void replay(CountDownLatch atWork) {
    try {
      long index = next.getAndIncrement();
      while (!serviceGone && !isOver(index)) {
        request(plan.trace().key(index));
        done.incrementAndGet();
        index = next.getAndIncrement();
      }
    } finally {
      atWork.countDown();
    }
  }

  private boolean isOver(long index) {
    return plan.seconds() > 0 ? seconds() >= plan.seconds() : index >= plan.trace().requests();
  }

  private void request(int product) {
    RightAnswers.Answer right = answers.to(product);
    long start = System.nanoTime();
    try {
      ServiceClient.Reply reply = client.product(product);
      failuresInARow.set(0);
      if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(plan.timeoutMillis())) {
        error("product " + product + ": answered too late");
      } else if (reply.status() != 200) {
        error("product " + product + ": status " + reply.status());
      } else if (!right.isAnsweredBy(reply.body(), reply.price())) {
        wrong.incrementAndGet();
      }
    } catch (IOException | RuntimeException e) {
      error("product " + product + ": " + e);
      if (failuresInARow.incrementAndGet() >= FAILURES_UNTIL_GONE * plan.connections()) {
        serviceGone = true;
      }
    }
    latencyNanos.recordValue(System.nanoTime() - start);
  }

  private void error(String what) {
    errors.incrementAndGet();
    firstError.compareAndSet(null, what);
  }

  /** Keeps what the service says of itself. */
  private void readStats() {
    try {
      lastStats = client.stats();
    } catch (IOException e) {
      // One that does not answer any more leaves its last words; the clients count the failure.
    }
  }

  private Outcome outcome() {
    return new Outcome(
        done.get(),
        errors.get(),
        wrong.get(),
        !serviceGone,
        seconds(),
        latencyNanos.getValueAtPercentile(50) / NANOS_PER_MILLI,
        latencyNanos.getValueAtPercentile(99) / NANOS_PER_MILLI,
        latencyNanos.getMaxValue() / NANOS_PER_MILLI,
        lastStats,
        firstError.get());
  }

  private double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
