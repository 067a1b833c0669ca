package io.cacheshrinker.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every adapter owes while the application works on, and when it lets go of a cache. */
@Timeout(60)
public abstract class ConcurrencyContract extends ShrinkerContract {
  private static final int WRITERS = 4;
  private static final int KEYS = 20_000;
  private static final int ENOUGH = 5_000;

  /**
   * In a bin of its own beside 100 other keys, so that no eviction of theirs waits for its load.
   */
  private static final int LOADED = 120;

  protected ConcurrencyContract(Integration integration) {
    super(integration);
  }

  @Test
  void scan_loadInFlight_survives() throws Exception {
    Subject subject = subject(Settings.maximum(10_000).listener(removals));
    subject.fill(0, 100);
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    FutureTask<Object> loader =
        start(() -> subject.load().get(LOADED, key -> pause(loading, release)));
    loading.await();

    long freed = scanAllWhileHeld(subject, release);

    assertThat(loader.get()).isEqualTo("computed");
    assertThat(freed).isEqualTo(100);
    assertThat(subject.map().get(LOADED)).isEqualTo("computed");
  }

  @Test
  void scan_victimBeingComputed_neitherDeadlocksNorLosesCount() throws Exception {
    Subject subject = subject(Settings.maximum(10_000).listener(removals));
    subject.fill(0, 20);
    CountDownLatch computing = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    FutureTask<Object> computer =
        start(() -> subject.map().compute(0, (key, old) -> pause(computing, release)));
    computing.await();

    long freed = scanAllWhileHeld(subject, release);

    assertThat(computer.get()).isEqualTo("computed");
    subject.cleanUp().run();
    freed += adapter.scanAll(subject.map());
    assertThat(subject.map()).isEmpty();
    assertThat(removals.count("SIZE")).isEqualTo(freed);
  }

  /**
   * Scans on another thread; lets go what {@code release} holds once that thread is stuck or done.
   */
  private long scanAllWhileHeld(Subject subject, CountDownLatch release) throws Exception {
    FutureTask<Long> scan = new FutureTask<>(() -> adapter.scanAll(subject.map()));
    Thread scanner = new Thread(scan, "scanner");
    scanner.start();
    await()
        .pollInterval(5, TimeUnit.MILLISECONDS)
        .until(() -> scan.isDone() || scanner.getState() == Thread.State.BLOCKED);
    release.countDown();
    return scan.get(20, TimeUnit.SECONDS);
  }

  private static Object pause(CountDownLatch reached, CountDownLatch release) {
    reached.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return "computed";
  }

  @Test
  void cache_countedScannedAndDropped_isCollected() {
    WeakReference<Object> cache = used();

    await()
        .until(
            () -> {
              System.gc();
              return cache.refersTo(null);
            });
  }

  private WeakReference<Object> used() {
    Subject subject = subject(Settings.maximum(10_000));
    subject.fill(0, 1000);
    adapter.contract(subject.map());
    adapter.prime(subject.map());
    adapter.count(subject.map());
    adapter.scan(subject.map(), 100);
    adapter.sample(subject.map(), new Object[30]);
    return new WeakReference<>(subject.map());
  }

  @Test
  void ledger_fourWriters_balancesAndFreedIsAsReported() throws Exception {
    ledger(Settings.maximum(1_000_000), 3);
  }

  @Test
  void ledger_fourWritersWeighted_balancesAndFreedIsAsReported() throws Exception {
    ledger(Settings.maximum(1_000_000_000).weigher(key -> 1 + key % 1000), 1);
  }

  /** Every value that was stored was either taken out under a cause, or is still there. */
  private void ledger(Settings settings, int seconds) throws Exception {
    Subject subject = subject(settings.listener(removals));
    LongAdder created = new LongAdder();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<FutureTask<Object>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int seed = i;
      writers.add(start(() -> write(subject, new SplittableRandom(seed), created, end)));
    }
    long freed = 0;
    while (System.nanoTime() < end) {
      freed += Math.max(0, shedDown(subject));
    }
    for (FutureTask<Object> writer : writers) {
      writer.get();
    }
    subject.cleanUp().run();

    assertThat(freed).as("enough was shed to judge").isGreaterThan(1000);
    assertThat(removals.total() + subject.map().size()).isEqualTo(created.sum());
    assertThat((double) removals.count("SIZE")).isBetween(freed * 0.995, freed * 1.005);
    System.out.printf(
        "ledger: created=%d notified=%d present=%d freed=%d size=%d%n",
        created.sum(), removals.total(), subject.map().size(), freed, removals.count("SIZE"));
  }

  private long shedDown(Subject subject) {
    if (adapter.count(subject.map()) <= ENOUGH) {
      Thread.onSpinWait();
      return 0;
    }
    return adapter.scan(subject.map(), 128);
  }

  private static Object write(
      Subject subject, SplittableRandom random, LongAdder created, long end) {
    while (System.nanoTime() < end) {
      int key = random.nextInt(KEYS);
      int what = random.nextInt(10);
      if (what < 5) {
        subject.map().put(key, new Object());
        created.increment();
      } else if (what < 7) {
        subject.map().remove(key);
      } else if (what < 9) {
        subject.load().get(key, absent -> created(created));
      } else if (subject.map().replace(key, new Object()) != null) {
        created.increment();
      }
    }
    return "done";
  }

  private static Object created(LongAdder created) {
    created.increment();
    return new Object();
  }

  private static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(task, "application").start();
    return task;
  }
}
