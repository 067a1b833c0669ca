package io.cacheshrinker.agent.shrink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cacheshrinker.agent.gc.Collector;
import io.cacheshrinker.agent.gc.GcSignal;
import io.cacheshrinker.agent.gc.HeapAfterGc;
import io.cacheshrinker.agent.options.Mode;
import io.cacheshrinker.agent.pressure.ControlLaw;
import io.cacheshrinker.agent.pressure.Marks;
import io.cacheshrinker.agent.pressure.Verdict;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loops that follow each other on one signal and one law. */
@Timeout(60)
class ShrinkLoopTest {
  private static final long MB = 1 << 20;
  private static final long CAPACITY = 1000 * MB;

  private final Registry registry = new Registry();
  private final ControlLaw law = new ControlLaw(Collector.SERIAL, Marks.of(0.75, 0.68));
  private final Totals totals = new Totals();
  private final Watchdog watchdog = new Watchdog();
  private final Signal signal = new Signal();
  private final AtomicInteger buffersGivenBack = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private volatile Mode mode = Mode.SHRINK;
  private ShrinkLoop current;

  /** Full collections that found so much alive. */
  private static final class Signal implements GcSignal {
    private final Queue<Long> live = new ConcurrentLinkedQueue<>();
    final AtomicInteger polled = new AtomicInteger();

    @Override
    public boolean poll(HeapAfterGc into) {
      Long liveBytes = live.poll();
      if (liveBytes == null) {
        return false;
      }
      polled.incrementAndGet();
      // Well after the pass that the last one led to.
      long now = System.nanoTime() + 100_000_000;
      into.collection(HeapAfterGc.Kind.FULL, now, now)
          .heap(liveBytes, liveBytes, CAPACITY)
          .old(liveBytes, liveBytes)
          .canaries(false, true);
      return true;
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void noPinIsLeft() throws Exception {
    goOn.countDown();
    for (Thread thread : threads) {
      if (thread != threads.get(threads.size() - 1)) {
        thread.join();
      }
    }
    await()
        .untilAsserted(
            () ->
                assertThat(registry.shrinkers())
                    .extracting(RegisteredShrinker::pins)
                    .containsOnly(0));
  }

  private Stands start() {
    Stands.Reliefs[] kind = new Stands.Reliefs[1];
    kind[0] =
        stand -> {
          Calls calls = new Calls(new Watch(stand), () -> mode);
          ShrinkLoop next =
              new ShrinkLoop(
                  registry,
                  signal,
                  () -> {},
                  law,
                  () -> mode,
                  totals,
                  Chronicle.NONE,
                  buffersGivenBack::incrementAndGet,
                  calls);
          Thread thread = new Thread(next, "loop");
          thread.setDaemon(true);
          return new Watch.Relief(
              () -> {
                if (current != null) {
                  current.relieve();
                }
                current = next;
                threads.add(thread);
                watchdog.add(calls.watch());
              },
              thread);
        };
    Stands stands = new Stands(kind[0]);
    Watch.Relief first = kind[0].of(stands);
    first.takeOver().run();
    first.thread().start();
    return stands;
  }

  private void collected(double live) {
    signal.live.add((long) (live * CAPACITY));
    LockSupport.unpark(threads.get(threads.size() - 1));
  }

  /** Stands still in its second scan, so that the pass has freed something before. */
  private FakeCache hangingInItsSecondScan() {
    return new FakeCache(registry, 10_000, 100_000, 0, 0) {
      @Override
      public long scan(Object cache, long asked, long[] scanned) {
        if (scanCalls == 1) {
          entered.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
        return super.scan(cache, asked, scanned);
      }
    };
  }

  @Test
  void pass_thatGetsStuck_isTakenOverAndEachByteIsToldOnce() throws Exception {
    FakeCache stuck = hangingInItsSecondScan();
    FakeCache sound = new FakeCache(registry, 10_000, 90_000, 0, 0);
    Stands stands = start();
    collected(0.9);
    entered.await();
    assertThat(law.verdict()).isEqualTo(Verdict.SHRINKING);
    long freedByFirst = (10_000 - stuck.entries) * 100_000;
    assertThat(freedByFirst).isPositive();

    for (int i = 0; i <= Watch.LOOKS; i++) {
      watchdog.look();
    }
    assertThat(stuck.shrinker.isBusy()).isTrue();
    assertThat(law.verdict()).isEqualTo(Verdict.WAITING);
    assertThat(law.creditBytes()).isEqualTo(freedByFirst);

    collected(0.9);
    await().until(() -> sound.entries < 10_000 && law.verdict() == Verdict.WAITING);
    long freedBySecond = (10_000 - sound.entries) * 90_000;
    assertThat(law.creditBytes()).isEqualTo(freedBySecond);
    assertThat((10_000 - stuck.entries) * 100_000).isEqualTo(freedByFirst);

    goOn.countDown();
    threads.get(0).join();
    long freedByLast = (10_000 - stuck.entries) * 100_000 - freedByFirst;
    assertThat(freedByLast).isPositive();
    assertThat(law.creditBytes())
        .as("what its last call freed")
        .isEqualTo(freedBySecond + freedByLast);
    assertThat(stuck.shrinker.isBusy()).isFalse();
    assertThat(stands.stuck()).isZero();
    assertThat(totals.passes()).isEqualTo(2);
    assertThat(buffersGivenBack).hasValue(2);
  }

  @Test
  void observing_heapThatStaysFull_isAnsweredOnceAndNothingGoes() {
    mode = Mode.OBSERVE;
    FakeCache cache = new FakeCache(registry, 10_000, 90_000, 0, 0);
    start();
    collected(0.8);
    await().until(() -> law.verdict() == Verdict.WAITING);
    long wouldGo = cache.shrinker.dryRun().shed();
    assertThat(wouldGo * 90_000).isBetween(110 * MB, 140 * MB);
    for (int i = 0; i < 10; i++) {
      collected(0.8);
    }
    await().until(() -> law.verdict() == Verdict.RELAXED && signal.polled.get() == 11);
    assertThat(cache.shrinker.dryRun().shed()).isEqualTo(wouldGo);
    assertThat(law.predictedLiveBytes()).isEqualTo(law.liveBytes() - wouldGo * 90_000);
    assertThat(totals.wouldBePasses()).isEqualTo(1);
    assertThat(totals.wouldBeFreed()).isEqualTo(wouldGo);
    assertThat(totals.wouldBeFreedBytes()).isEqualTo(wouldGo * 90_000);
    assertThat(totals.passes()).isZero();
    assertThat(cache.entries).isEqualTo(10_000);
    assertThat(cache.scanCalls).isZero();
    assertThat(cache.shrinker.freed()).isZero();
    assertThat(law.creditBytes()).isZero();
  }

  @Test
  void observing_emptiedInThought_isForgottenWhenItMayShrink() {
    mode = Mode.OBSERVE;
    FakeCache cache = new FakeCache(registry, 1_000, 90_000, 0, 0);
    start();
    for (int i = 0; i < 10; i++) {
      collected(0.84);
    }
    await().until(() -> law.verdict() == Verdict.FUTILE);
    mode = Mode.SHRINK;
    cache.shrinker.dryRun().forget();
    collected(0.84);
    await().until(() -> cache.entries < 1_000);
  }

  @Test
  void observing_emptiedInThought_isFutile() {
    mode = Mode.OBSERVE;
    FakeCache cache = new FakeCache(registry, 1_000, 90_000, 0, 0);
    start();
    for (int i = 0; i < 10; i++) {
      collected(0.84);
    }
    await().until(() -> law.verdict() == Verdict.FUTILE);
    assertThat(cache.entries).isEqualTo(1_000);
    assertThat(cache.shrinker.dryRun().present(1_000)).isLessThan(200);
  }

  @Test
  void pass_thatIsDueDuringALastDitch_isLeftToIt() {
    FakeCache cache = new FakeCache(registry, 10_000, 90_000, 0, 0);
    start();
    current.giveWay();
    collected(0.9);
    await().until(() -> law.verdict() == Verdict.PRESSURE);
    assertThat(cache.scanCalls).isZero();

    current.goOn();
    collected(0.9);
    await().until(() -> law.verdict() == Verdict.WAITING);
    assertThat(totals.passes()).isEqualTo(1);
    assertThat(cache.entries).isLessThan(10_000);
  }

  @Test
  void law_whoseLookAtTheCachesGetsStuck_isNotGoneOnWithByTwo() throws Exception {
    FakeCache stuck =
        new FakeCache(registry, 10_000, 100_000, 0, 0) {
          @Override
          public long count(Object cache) {
            entered.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return super.count(cache);
          }
        };
    FakeCache sound = new FakeCache(registry, 10_000, 90_000, 0, 0);
    start();
    collected(0.9);
    entered.await();
    for (int i = 0; i <= Watch.LOOKS; i++) {
      watchdog.look();
    }
    collected(0.9);
    await().until(() -> sound.entries < 10_000 && law.verdict() == Verdict.WAITING);
    long credit = law.creditBytes();
    goOn.countDown();
    threads.get(0).join();
    assertThat(law.verdict()).isEqualTo(Verdict.WAITING);
    assertThat(law.creditBytes()).isEqualTo(credit);
    assertThat(stuck.entries).isEqualTo(10_000);
  }
}
