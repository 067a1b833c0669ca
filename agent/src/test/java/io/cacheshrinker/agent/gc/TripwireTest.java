package io.cacheshrinker.agent.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ballast stays where it is here; that its going is seen, programs that run full show. */
class TripwireTest {
  private static final long ALL = Runtime.getRuntime().maxMemory();

  private final AtomicLong collections = new AtomicLong(100);
  private final AtomicLong looks = new AtomicLong();
  private final AtomicInteger acted = new AtomicInteger();

  /** So little that what is used is more. */
  private final AtomicLong capacity = new AtomicLong(1);

  private final Tripwire wire =
      new Tripwire(
          Collector.G1,
          this::lookAtCollections,
          () -> 0,
          capacity::get,
          live -> acted.incrementAndGet());
  private final Thread thread = wire.another();

  @BeforeEach
  void start() {
    wire.rearm(0);
    wire.start();
    wire.watchedBy(thread);
    thread.start();
  }

  @AfterEach
  void end() throws InterruptedException {
    wire.watchedBy(Thread.currentThread());
    thread.join();
  }

  private long lookAtCollections() {
    looks.incrementAndGet();
    return collections.get();
  }

  @Test
  void fullHeap_collectedTwiceInAMoment_acts() {
    wire.used(ALL);
    awaitLooks();
    collections.addAndGet(2);
    await().until(() -> acted.get() == 1);
    assertThat(wire.alarms()).isEqualTo(1);
  }

  @Test
  void fullHeap_afterTheAlarm_waitsForMoreCollections() {
    wire.used(ALL);
    awaitLooks();
    collections.addAndGet(2);
    await().until(() -> acted.get() == 1);
    awaitLooks();
    assertThat(acted.get()).isEqualTo(1);
  }

  @Test
  void heapWithRoom_collectedTwiceInAMoment_isAFalseAlarm() {
    capacity.set(Long.MAX_VALUE);
    wire.used(ALL);
    awaitLooks();
    collections.addAndGet(2);
    await().until(() -> wire.falseAlarms() == 1);
    assertThat(acted.get()).isZero();
    assertThat(wire.alarms()).isZero();
  }

  @Test
  void collections_beforeTheHeapWasFull_countForNothing() {
    collections.addAndGet(10);
    wire.used(ALL);
    awaitLooks();
    assertThat(acted.get()).isZero();
  }

  private void awaitLooks() {
    long before = looks.get();
    await().until(() -> looks.get() > before + 1);
  }
}
