package io.cacheshrinker.demo.bench.pressure.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FixedCapacityTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final FixedCapacity backend = new FixedCapacity(2);

  @Test
  void moreThanItCanDoAtOnce_waitsInLine() throws Exception {
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Thread thread = new Thread(() -> backend.answer(20 * MILLI));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(60 * MILLI);
    assertThat(backend.workSeconds()).isEqualTo(0.12);
    assertThat(backend.longestLine()).isBetween(1, 6);
    assertThat(backend.longestLine()).isZero();
  }

  @Test
  void watch_knowsTheBusiestWindow_andTheMean() {
    BackendWatch watch = new BackendWatch(backend, 1);
    assertThat(watch.look(10)).isFalse();
    backend.answer(MILLI);
    assertThat(watch.look(10.5)).isFalse();
    assertThat(watch.look(11)).isTrue();
    assertThat(watch.peakShare()).isEqualTo(0.0005);
    assertThat(watch.look(12)).isTrue();
    assertThat(watch.peakShare()).isEqualTo(0.0005);
    assertThat(watch.meanShare()).isEqualTo(0.00025);
    assertThat(watch.longestLine()).isOne();
  }
}
