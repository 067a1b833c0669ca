package io.cacheshrinker.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GhostsTest {
  private static final int BATCH = 128;

  private long nowNanos = TimeUnit.HOURS.toNanos(1);
  private final Ghosts ghosts = new Ghosts(nowNanos);
  private final long[] copied = new long[Ghosts.PLACES];

  /** Sheds keys whose hashes are as they count. */
  private void shed(int from, int until) {
    long[] scanned = new long[1 + BATCH];
    for (int next = from; next < until; next += BATCH) {
      int freed = Math.min(BATCH, until - next);
      for (int i = 0; i < freed; i++) {
        scanned[1 + i] = Ghosts.asWritten(hash(next + i));
      }
      ghosts.remember(scanned, freed, nowNanos);
    }
  }

  /** As of texts or numbers: neighbours, and no better mixed than that. */
  private static int hash(int key) {
    return key - 1000;
  }

  private long settle(Set<Integer> storedKeys) {
    int length = ghosts.copy(copied);
    Set<Integer> storedHashes = new HashSet<>();
    storedKeys.forEach(key -> storedHashes.add(hash(key)));
    for (int i = 0; i < length; i++) {
      if (!storedHashes.contains((int) copied[i])) {
        copied[i] = 0;
      }
    }
    return ghosts.settle(copied, length, nowNanos);
  }

  private static Set<Integer> keys(int from, int until) {
    Set<Integer> keys = new HashSet<>();
    for (int key = from; key < until; key++) {
      keys.add(key);
    }
    return keys;
  }

  @Test
  void settle_fewThatCameBack_countsThemExactlyAndOnce() {
    shed(0, 300);

    assertThat(settle(keys(100, 150))).isEqualTo(50);
    assertThat(settle(keys(100, 150))).isZero();
    assertThat(ghosts.copy(copied)).isEqualTo(250);
  }

  @Test
  void settle_keyThatWasShedTwice_countsTwice() {
    shed(7, 8);
    shed(7, 8);

    assertThat(settle(keys(7, 8))).isEqualTo(2);
  }

  @Test
  void settle_farMoreThanThereIsRoomFor_estimates() {
    shed(0, 100_000);

    assertThat(ghosts.copy(copied)).isBetween(100, Ghosts.PLACES);
    assertThat((double) settle(keys(0, 50_000))).isCloseTo(50_000, within(10_000.0));
  }

  @Test
  void settle_whatStayedAwayForAMinute_isForgotten() {
    shed(0, 300);
    nowNanos += TimeUnit.SECONDS.toNanos(Ghosts.STAYED_AWAY_SECONDS - 1);
    assertThat(settle(Set.of())).isZero();
    assertThat(ghosts.copy(copied)).isEqualTo(300);
    nowNanos += TimeUnit.SECONDS.toNanos(1);
    assertThat(settle(Set.of())).isZero();
    assertThat(ghosts.copy(copied)).isZero();
    assertThat(settle(keys(0, 300))).isZero();
  }

  @Test
  void settle_placesMovedSinceTheCopy_isLeftForTheNextTime() {
    shed(0, 300);
    int length = ghosts.copy(copied);
    shed(1_000, 2_000);

    assertThat(ghosts.settle(copied, length, nowNanos)).isZero();
    assertThat(settle(keys(0, 300))).isPositive();
  }

  @Test
  void settle_moreShedSinceTheCopy_keepsThat() {
    shed(0, 100);
    int length = ghosts.copy(copied);
    shed(100, 200);

    assertThat(ghosts.settle(copied, length, nowNanos)).isEqualTo(100);
    assertThat(settle(keys(100, 200))).isEqualTo(100);
  }

  @Test
  void costFactor_byShareThatCameBack_grows() {
    assertThat(ghosts.costFactor()).isEqualTo(1);
    shed(0, 400);
    settle(Set.of());
    assertThat(ghosts.costFactor()).isEqualTo(1);
    settle(keys(0, 200));
    // Half came back: twice the seeks, four times the cost; a little less, as there is doubt.
    assertThat(ghosts.costFactor()).isBetween(3.5, 4.0);
    assertThat(ghosts.isSpared()).isFalse();
    settle(keys(200, 380));
    assertThat(ghosts.costFactor()).isGreaterThan(50);
    assertThat(ghosts.isSpared()).isTrue();
  }

  @Test
  void costFactor_evidenceOfAFew_isDoubted() {
    shed(0, 10);
    settle(keys(0, 10));

    assertThat(ghosts.costFactor()).isLessThan(3);
    assertThat(ghosts.isSpared()).isFalse();
  }

  @Test
  void costFactor_nothingComesBackAnyMore_fades() {
    shed(0, 400);
    settle(keys(0, 400));
    assertThat(ghosts.isSpared()).isTrue();
    shed(1_000, 1_400);
    settle(Set.of());
    assertThat(ghosts.isSpared()).isFalse();
    for (int minute = 0; minute < 10; minute++) {
      nowNanos += TimeUnit.MINUTES.toNanos(1);
      settle(Set.of());
    }
    assertThat(ghosts.costFactor()).isLessThan(1.1);
  }

  @Test
  void remember_anyNumber_allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] scanned = new long[1 + BATCH];
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 2_000; i++) {
        for (int k = 1; k <= BATCH; k++) {
          scanned[k] = Ghosts.asWritten(i * BATCH + k);
        }
        ghosts.remember(scanned, BATCH, nowNanos);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isZero();
  }

  @Test
  void remember_fromSeveralThreads_losesItsPlacesNever() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch started = new CountDownLatch(2);
    Thread[] passes = new Thread[2];
    for (int t = 0; t < passes.length; t++) {
      passes[t] =
          new Thread(
              () -> {
                started.countDown();
                while (!stop.get()) {
                  shed(0, 1_000);
                }
              });
      passes[t].start();
    }
    started.await();
    for (int i = 0; i < 2_000; i++) {
      assertThat(settle(keys(0, 10))).isNotNegative();
    }
    stop.set(true);
    for (Thread pass : passes) {
      pass.join();
    }

    assertThat(ghosts.copy(copied)).isBetween(0, Ghosts.PLACES);
    assertThat(ghosts.costFactor()).isBetween(1.0, 2_000.0);
  }
}
