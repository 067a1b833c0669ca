package io.cacheshrinker.agent.registry;

import static io.cacheshrinker.agent.registry.Caches.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cacheshrinker.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An owner pauses the passes over its cache. */
@Timeout(60)
class ExclusionTest {
  private final Registry registry = new Registry();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Object cache = new Object();
  private final Object otherCache = new Object();
  private final RegisteredShrinker shrinker = live(registry, cache);
  private final RegisteredShrinker other = live(registry, otherCache);

  @AfterEach
  void noPinIsLeft() {
    threads.shutdownNow();
    assertThat(List.of(shrinker, other)).allSatisfy(s -> assertThat(s.pins()).isZero());
  }

  private List<RegisteredShrinker> walked() {
    List<RegisteredShrinker> seen = new ArrayList<>();
    registry.walk(Scope.ALL_GROUPS, (s, c) -> seen.add(s));
    return seen;
  }

  @Test
  void exclude_noCallbackRuns_isSkippedUntilResumed() {
    assertThat(registry.exclude(shrinker)).isTrue();
    assertThat(shrinker.pin()).isNull();
    assertThat(shrinker.isLive()).isTrue();
    assertThat(walked()).containsExactly(other);
    registry.resume(shrinker);
    assertThat(walked()).containsExactly(shrinker, other);
  }

  @Test
  void exclude_twice_needsTwoResumes() {
    registry.exclude(shrinker);
    registry.exclude(shrinker);
    registry.resume(shrinker);
    assertThat(walked()).containsExactly(other);
    registry.resume(shrinker);
    assertThat(walked()).containsExactly(shrinker, other);
    assertThatThrownBy(() -> registry.resume(shrinker)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void exclude_tooOften_isRefusedAndNothingWraps() {
    for (int i = 0; i < StateWord.EXCLUSION_LIMIT; i++) {
      registry.exclude(shrinker);
    }
    assertThatThrownBy(() -> registry.exclude(shrinker)).isInstanceOf(IllegalStateException.class);
    assertThat(shrinker.isLive()).isTrue();
    for (int i = 0; i < StateWord.EXCLUSION_LIMIT; i++) {
      registry.resume(shrinker);
    }
    assertThat(walked()).containsExactly(shrinker, other);
  }

  @Test
  void exclude_callbackRuns_waitsForThatOneOnly() throws Exception {
    CountDownLatch entered = new CountDownLatch(2);
    CountDownLatch leave = new CountDownLatch(1);
    CountDownLatch leaveOther = new CountDownLatch(1);
    Future<?> inside = threads.submit(() -> stay(shrinker, entered, leave));
    Future<?> insideOther = threads.submit(() -> stay(other, entered, leaveOther));
    entered.await();
    Future<Boolean> owner = threads.submit(() -> registry.exclude(shrinker));
    await().until(shrinker::isExcluded);
    assertThat(shrinker.pin()).isNull();
    assertThat(owner.isDone()).isFalse();

    leave.countDown();
    assertThat(owner.get()).as("although the other is still inside").isTrue();
    inside.get();
    registry.resume(shrinker);
    leaveOther.countDown();
    insideOther.get();
  }

  @Test
  void exclude_resumedBySomebodyElseMeanwhile_stillReturnsWithTheCallback() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Future<?> inside = threads.submit(() -> stay(shrinker, entered, leave));
    entered.await();
    Thread owner = new Thread(() -> registry.exclude(shrinker));
    owner.start();
    await().until(() -> owner.getState() == Thread.State.TIMED_WAITING);
    registry.resume(shrinker);
    leave.countDown();
    inside.get();
    owner.join();
  }

  @Test
  void excludeWithin_timeRunsOut_thePauseHasBegunAllTheSame() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Future<?> inside = threads.submit(() -> stay(shrinker, entered, leave));
    entered.await();
    assertThat(registry.excludeWithin(shrinker, 1_000_000)).isFalse();
    assertThat(shrinker.pin()).isNull();
    leave.countDown();
    inside.get();
    assertThat(registry.awaitNoCallback(shrinker, 0)).isTrue();
    registry.resume(shrinker);
    assertThat(walked()).containsExactly(shrinker, other);
  }

  @Test
  void exclude_insideOwnCallback_doesNotWaitForItself() {
    registry.walk(
        Scope.ALL_GROUPS,
        (self, c) -> {
          assertThat(registry.exclude(self)).isFalse();
          assertThat(self.pin()).isNull();
          registry.resume(self);
          return true;
        });
    assertThat(walked()).containsExactly(shrinker, other);
  }

  @Test
  void exclude_insideOwnCallbackOnTwoThreads_neitherWaitsForTheOther() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    Runnable callback =
        () -> {
          assertThat(shrinker.pin()).isNotNull();
          try {
            both.countDown();
            both.await();
            registry.exclude(shrinker);
            registry.resume(shrinker);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            shrinker.unpin();
          }
        };
    Future<?> one = threads.submit(callback);
    Future<?> two = threads.submit(callback);
    one.get();
    two.get();
  }

  @Test
  void close_whileExcluded_endsItForGood() {
    registry.exclude(shrinker);
    registry.close(shrinker);
    registry.resume(shrinker);
    assertThat(shrinker.isLive()).isFalse();
    assertThat(walked()).containsExactly(other);
  }

  @Test
  void register_whileExcluded_isEnteredWhenResumed() {
    Object youngCache = new Object();
    RegisteredShrinker young = Caches.allocated(registry, youngCache, Scope.ALL_GROUPS);
    registry.exclude(young);
    registry.register(young);
    assertThat(young.pin()).isNull();
    registry.resume(young);
    assertThat(young.pin()).isSameAs(youngCache);
    young.unpin();
  }

  private void stay(RegisteredShrinker in, CountDownLatch entered, CountDownLatch leave) {
    assertThat(in.pin()).isNotNull();
    try {
      entered.countDown();
      leave.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      in.unpin();
    }
  }
}
