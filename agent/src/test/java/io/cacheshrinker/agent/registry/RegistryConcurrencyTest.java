package io.cacheshrinker.agent.registry;

import static io.cacheshrinker.agent.registry.Caches.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cacheshrinker.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RegistryConcurrencyTest {
  private final Registry registry = new Registry();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<RegisteredShrinker> everBorn = new ConcurrentLinkedQueue<>();

  @AfterEach
  void noPinIsLeft() {
    threads.shutdownNow();
    assertThat(everBorn).allSatisfy(shrinker -> assertThat(shrinker.pins()).isZero());
  }

  /** A cache that knows whether it was closed, and notices who is inside. */
  private static final class Watched {
    final AtomicInteger inside = new AtomicInteger();
    volatile boolean ready;
    volatile boolean closed;
  }

  @Test
  void closeAndWalk_concurrent_noCallbackBeforeRegisterOrAfterClose() throws Exception {
    Queue<String> violations = new ConcurrentLinkedQueue<>();
    AtomicBoolean done = new AtomicBoolean();
    List<Future<?>> walkers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String group = i == 0 ? "group" : Scope.ALL_GROUPS;
      walkers.add(threads.submit(() -> walkUntil(done, group, violations)));
    }
    List<Future<?>> owners = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      owners.add(threads.submit(() -> bearAndClose(3_000, violations)));
    }
    for (Future<?> owner : owners) {
      owner.get();
    }
    done.set(true);
    for (Future<?> walker : walkers) {
      walker.get();
    }
    assertThat(violations).isEmpty();
    assertThat(registry.shrinkers()).isEmpty();
    Object cache = new Object();
    assertThat(live(registry, cache).id()).as("all ids were given back").isZero();
    assertThat(cache).isNotNull();
  }

  private Void walkUntil(AtomicBoolean done, String group, Queue<String> violations) {
    while (!done.get()) {
      registry.walk(
          group,
          (shrinker, cache) -> {
            Watched watched = (Watched) cache;
            watched.inside.incrementAndGet();
            if (!watched.ready || watched.closed || shrinker.pins() == 0) {
              violations.add("entered " + shrinker + " out of its life");
            }
            Thread.onSpinWait();
            if (watched.closed) {
              violations.add(shrinker + " closed under a callback");
            }
            watched.inside.decrementAndGet();
            return true;
          });
    }
    return null;
  }

  private Void bearAndClose(int times, Queue<String> violations) {
    for (int i = 0; i < times; i++) {
      Watched watched = new Watched();
      String group = i % 2 == 0 ? "group" : Scope.ALL_GROUPS;
      RegisteredShrinker shrinker = Caches.allocated(registry, watched, group);
      everBorn.add(shrinker);
      shrinker.deferred().add(1);
      if (shrinker.deferred().get() != 1) {
        violations.add(shrinker + " was born with a debt");
      }
      watched.ready = true;
      registry.register(shrinker);
      Thread.onSpinWait();
      registry.close(shrinker);
      watched.closed = true;
      if (watched.inside.get() != 0 || shrinker.pins() != 0) {
        violations.add(shrinker + " entered after close");
      }
    }
    return null;
  }

  @Test
  void close_callbackRuns_waitsForItButNobodyElseDoes() throws Exception {
    Object stuckCache = new Object();
    Object otherCache = new Object();
    RegisteredShrinker stuck = born(live(registry, stuckCache));
    RegisteredShrinker other = born(live(registry, otherCache));
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Future<?> walker =
        threads.submit(
            () ->
                registry.walk(
                    Scope.ALL_GROUPS,
                    (shrinker, cache) -> {
                      entered.countDown();
                      awaitQuietly(leave);
                      return false;
                    }));
    entered.await();
    Future<?> closer = threads.submit(() -> registry.close(stuck));
    Future<?> secondCloser = threads.submit(() -> registry.close(stuck));
    await().until(() -> stuck.state().isDetached());

    registry.close(other);
    Object newCache = new Object();
    registry.close(born(live(registry, newCache)));
    registry.walk(
        Scope.ALL_GROUPS,
        (shrinker, cache) -> {
          throw new AssertionError("entered " + shrinker);
        });
    assertThat(closer.isDone()).isFalse();
    assertThat(secondCloser.isDone()).isFalse();

    leave.countDown();
    walker.get();
    closer.get();
    secondCloser.get();
    assertThat(registry.shrinkers()).isEmpty();
  }

  @Test
  void closeWithin_timeRunsOut_lastCallbackCompletesIt() throws Exception {
    Object cache = new Object();
    RegisteredShrinker shrinker = born(live(registry, cache));
    CountDownLatch leave = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    Callable<Void> callback =
        () -> {
          shrinker.pin();
          entered.countDown();
          try {
            leave.await();
          } finally {
            shrinker.unpin();
          }
          return null;
        };
    Future<Void> inside = threads.submit(callback);
    entered.await();
    assertThat(registry.closeWithin(shrinker, TimeUnit.MILLISECONDS.toNanos(5))).isFalse();
    assertThat(registry.alloc(Caches.newborn(cache))).as("still there").isNull();
    leave.countDown();
    inside.get();
    RegisteredShrinker again = born(Caches.allocated(registry, cache, Scope.ALL_GROUPS));
    assertThat(again.id()).isEqualTo(shrinker.id());
  }

  @Test
  void deferred_takenConcurrently_goesToExactlyOne() throws Exception {
    Deferred debt = new Deferred();
    int passes = 20_000;
    Callable<Long> pass =
        () -> {
          long worked = 0;
          for (int i = 0; i < passes; i++) {
            debt.add(3);
            worked += debt.take();
          }
          return worked;
        };
    Future<Long> a = threads.submit(pass);
    Future<Long> b = threads.submit(pass);
    assertThat(a.get() + b.get() + debt.get()).isEqualTo(2L * 3 * passes);
  }

  private RegisteredShrinker born(RegisteredShrinker shrinker) {
    everBorn.add(shrinker);
    return shrinker;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
