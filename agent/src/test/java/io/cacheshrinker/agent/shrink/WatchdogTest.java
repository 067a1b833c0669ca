package io.cacheshrinker.agent.shrink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.options.Mode;
import io.cacheshrinker.agent.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callbacks that do not return. The watchdog's looks are ours: no clock is in it. */
@Timeout(60)
class WatchdogTest {
  private final Registry registry = new Registry();
  private final Watchdog watchdog = new Watchdog();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<HangingCache> hanging = new ArrayList<>();
  private final List<Worker> workers = new CopyOnWriteArrayList<>();

  @AfterEach
  void noPinIsLeft() {
    hanging.forEach(cache -> cache.goOn.countDown());
    workers.forEach(worker -> worker.done = true);
    await()
        .untilAsserted(
            () ->
                assertThat(registry.shrinkers())
                    .allSatisfy(shrinker -> assertThat(shrinker.pins()).isZero()));
    threads.shutdownNow();
  }

  /** A cache whose scan waits until the test lets it go on. */
  private static final class HangingCache extends FakeCache {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    final AtomicInteger interrupts = new AtomicInteger();

    HangingCache(Registry registry) {
      super(registry, 10_000, 1_000_000, 0, 0);
    }

    @Override
    public long scan(Object cache, long asked, long[] scanned) {
      entered.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        interrupts.incrementAndGet();
      }
      return super.scan(cache, asked, scanned);
    }
  }

  /** A worker of some kind: one greedy pass after the other, until it is replaced. */
  private final class Worker implements Runnable {
    final Calls calls;
    final Pass pass;
    final Thread thread = new Thread(this, "worker " + workers.size());
    volatile int passes;
    volatile boolean done;

    Worker(Watch.Stand stand) {
      calls = new Calls(new Watch(stand), () -> Mode.SHRINK);
      pass = new Pass(registry, calls, Chronicle.NONE);
      pass.ensureCapacity(100);
      workers.add(this);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // One writer; the test only reads.
    public void run() {
      while (!calls.isReplaced() && !done) {
        pass.greedy(1_000_000, 0);
        passes++;
        Thread.onSpinWait();
      }
    }

    Watch.Relief relief() {
      return new Watch.Relief(() -> watchdog.add(calls.watch()), thread);
    }
  }

  private Stands startWorkers() {
    Stands stands = new Stands(stand -> new Worker(stand).relief());
    Watch.Relief first = new Worker(stands).relief();
    first.takeOver().run();
    first.thread().start();
    return stands;
  }

  private HangingCache hang() {
    HangingCache cache = new HangingCache(registry);
    hanging.add(cache);
    return cache;
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      watchdog.look();
    }
  }

  @Test
  void callback_thatHangs_marksItsCacheAndPassesGoOnWithout() throws Exception {
    HangingCache stuck = hang();
    FakeCache sound = new FakeCache(registry, 1_000_000, 1000, 0, 0);
    Stands stands = startWorkers();
    stuck.entered.await();

    look(Watch.LOOKS);
    assertThat(stuck.shrinker.isBusy()).as("not before it has stood still long enough").isFalse();
    look(1);
    assertThat(stuck.shrinker.isBusy()).isTrue();
    assertThat(stuck.shrinker.mayShrink()).isFalse();
    assertThat(stuck.shrinker.reason()).startsWith("bounded; busy: a callback has not returned");
    assertThat(watchdog.takeNews()).containsExactly(new Watchdog.News(stuck.shrinker, "worker 0"));
    assertThat(stands.stuck()).isEqualTo(1);
    assertThat(workers).hasSize(2);
    await().until(() -> sound.entries < 1_000_000);

    stuck.goOn.countDown();
    workers.get(0).thread.join();
    assertThat(stuck.shrinker.isBusy()).isFalse();
    assertThat(stuck.shrinker.reason()).isEqualTo("bounded");
    assertThat(stands.stuck()).isZero();
    assertThat(stuck.interrupts).hasValue(0);
    assertThat(workers.get(1).thread.isAlive()).isTrue();
    workers.get(1).done = true;
    workers.get(1).thread.join();
  }

  @Test
  void caches_thatHangOneAfterTheOther_takeNoMoreThreadsThanTheLimit() throws Exception {
    List<HangingCache> all = new ArrayList<>();
    for (int i = 0; i < Stands.LIMIT + 2; i++) {
      all.add(hang());
    }
    Stands stands = startWorkers();
    await()
        .until(
            () -> {
              watchdog.look();
              return all.stream().filter(cache -> cache.shrinker.isBusy()).count()
                  == Stands.LIMIT + 1;
            });
    look(3 * Watch.LOOKS);
    assertThat(stands.stuck()).isEqualTo(Stands.LIMIT);
    assertThat(workers).hasSize(Stands.LIMIT + 1);
    assertThat(all.stream().filter(cache -> cache.shrinker.isBusy())).hasSize(Stands.LIMIT + 1);

    all.forEach(cache -> cache.goOn.countDown());
    await().until(() -> stands.stuck() == 0);
    assertThat(all).noneMatch(cache -> cache.shrinker.isBusy());
    Worker last = workers.get(Stands.LIMIT);
    await().until(() -> last.passes > 2);
    last.done = true;
    for (Worker worker : workers) {
      worker.thread.join();
    }
  }

  @Test
  void callback_forWhichNobodyCouldTakeOver_isRelievedWhenSomebodyCan() throws Exception {
    FakeCache cache = new FakeCache(registry, 1000, 10, 0, 0);
    Watch.Relief[] free = new Watch.Relief[1];
    Watch watch = new Watch(() -> free[0]);
    watchdog.add(watch);
    watch.enter(cache.shrinker);
    look(3 * Watch.LOOKS);
    assertThat(cache.shrinker.isBusy()).isTrue();
    assertThat(watchdog.takeNews()).hasSize(1);
    int[] tookOver = new int[1];
    free[0] = new Watch.Relief(() -> tookOver[0]++, new Thread(() -> {}));
    look(3 * Watch.LOOKS);
    assertThat(tookOver[0]).isEqualTo(1);
    assertThat(watchdog.takeNews()).as("it was told before").isEmpty();
    watch.leave();
    assertThat(watch.isReplaced()).isTrue();
    assertThat(cache.shrinker.isBusy()).isFalse();
  }

  @Test
  void takeOver_thatRunsOutOfMemory_isTriedAgain() throws Exception {
    FakeCache cache = new FakeCache(registry, 1000, 10, 0, 0);
    int[] tries = new int[1];
    Thread next = new Thread(() -> {});
    Watch watch =
        new Watch(
            new Stands(
                stand ->
                    new Watch.Relief(
                        () -> {
                          if (tries[0]++ == 0) {
                            throw new OutOfMemoryError("planted");
                          }
                        },
                        next)));
    watchdog.add(watch);
    watch.enter(cache.shrinker);
    assertThatThrownBy(() -> look(Watch.LOOKS + 1)).hasMessage("planted");
    look(1);
    assertThat(tries[0]).isEqualTo(2);
    next.join();
    assertThat(watchdog.takeNews()).hasSize(1);
    watch.leave();
    assertThat(watch.isReplaced()).isTrue();
  }

  @Test
  void registrationAndOtherCloses_whileACallbackHangs_doNotWait() throws Exception {
    HangingCache stuck = hang();
    startWorkers();
    stuck.entered.await();
    FakeCache other = new FakeCache(registry, 10, 10, 0, 0);
    registry.close(other.shrinker);
    look(Watch.LOOKS + 1);
    FakeCache next = new FakeCache(registry, 10, 10, 0, 0);
    registry.exclude(next.shrinker);
    registry.resume(next.shrinker);
    registry.close(next.shrinker);

    Future<?> closer = threads.submit(() -> registry.close(stuck.shrinker));
    await().until(() -> !stuck.shrinker.isLive());
    assertThat(closer.isDone()).isFalse();
    stuck.goOn.countDown();
    closer.get();
    assertThat(registry.size()).isZero();
    workers.get(1).done = true;
    workers.get(1).thread.join();
  }

  @Test
  void worker_thatIsReplaced_callsNoCacheAnyMore() throws Exception {
    HangingCache stuck = hang();
    FakeCache sound = new FakeCache(registry, 1000, 10, 0, 0);
    Calls calls = new Calls(new Watch(new Stands(stand -> idle())), () -> Mode.SHRINK);
    watchdog.add(calls.watch());
    Future<?> inside =
        threads.submit(
            () -> {
              stuck.shrinker.pin();
              try {
                calls.scan(stuck.shrinker, stuck, Scope.ALL_GROUPS, 1, new long[] {1});
              } finally {
                stuck.shrinker.unpin();
              }
              assertThat(calls.isReplaced()).isTrue();
              assertThatThrownBy(() -> calls.count(sound.shrinker, sound, Scope.ALL_GROUPS))
                  .isInstanceOf(Calls.Replaced.class);
            });
    stuck.entered.await();
    look(Watch.LOOKS + 1);
    stuck.goOn.countDown();
    inside.get();
  }

  private static Watch.Relief idle() {
    return new Watch.Relief(() -> {}, new Thread(() -> {}));
  }

  @Test
  void worker_thatMakesProgress_isNeverStuck() {
    FakeCache sound = new FakeCache(registry, 1000, 10, 0, 0);
    Watch watch = new Watch(Watch.Stand.NOBODY);
    watchdog.add(watch);
    for (int i = 0; i < 20; i++) {
      watch.enter(sound.shrinker);
      look(Watch.LOOKS);
      watch.leave();
    }
    look(2 * Watch.LOOKS);
    assertThat(watchdog.takeNews()).isEmpty();
    assertThat(sound.shrinker.isBusy()).isFalse();
  }

  @Test
  void twoThreads_stuckInOneCache_itIsBusyUntilBothAreBack() {
    FakeCache cache = new FakeCache(registry, 1000, 10, 0, 0);
    Watch one = new Watch(Watch.Stand.NOBODY);
    Watch two = new Watch(Watch.Stand.NOBODY);
    watchdog.add(one);
    watchdog.add(two);
    one.enter(cache.shrinker);
    two.enter(cache.shrinker);
    look(Watch.LOOKS + 1);
    one.leave();
    assertThat(cache.shrinker.isBusy()).isTrue();
    two.leave();
    assertThat(cache.shrinker.isBusy()).isFalse();
  }

  @Test
  void relief_thatCannotBeHad_isAskedForAtTheNextLook() {
    FakeCache cache = new FakeCache(registry, 1000, 10, 0, 0);
    int[] asked = new int[1];
    Watch watch =
        new Watch(
            () -> {
              if (asked[0]++ == 0) {
                throw new OutOfMemoryError("planted");
              }
              return idle();
            });
    watchdog.add(watch);
    watch.enter(cache.shrinker);
    assertThatThrownBy(() -> look(Watch.LOOKS + 1)).hasMessage("planted");
    assertThat(cache.shrinker.isBusy()).isFalse();
    look(1);
    assertThat(cache.shrinker.isBusy()).isTrue();
    watch.leave();
    assertThat(watch.isReplaced()).isTrue();
  }
}
