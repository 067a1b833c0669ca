package io.cacheshrinker.agent.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.gc.HeapAfterGc.Kind;
import org.junit.jupiter.api.Test;

class GcRingTest {
  private final GcRing ring = new GcRing();
  private final HeapAfterGc into = new HeapAfterGc();

  @Test
  void poll_collectionsInOrder_comesBackWithEveryNumber() {
    for (int i = 1; i <= 3; i++) {
      HeapAfterGc slot = ring.slot(Kind.CYCLE);
      slot.collection(Kind.CYCLE, i, i + 1)
          .heap(10 * i, 20 * i, 100)
          .old(5 * i, 4 * i)
          .canaries(i == 1, i == 2);
      ring.publish(slot);
    }
    for (int i = 1; i <= 3; i++) {
      assertThat(ring.poll(into)).isTrue();
      assertThat(into.kind()).isEqualTo(Kind.CYCLE);
      assertThat(into.startNanos()).isEqualTo(i);
      assertThat(into.endNanos()).isEqualTo(i + 1);
      assertThat(into.usedBeforeBytes()).isEqualTo(10L * i);
      assertThat(into.usedBytes()).isEqualTo(20L * i);
      assertThat(into.oldUsedBeforeBytes()).isEqualTo(5L * i);
      assertThat(into.oldUsedBytes()).isEqualTo(4L * i);
      assertThat(into.capacityBytes()).isEqualTo(100);
      assertThat(into.markingFinished()).isEqualTo(i == 1);
      assertThat(into.gateCleared()).isEqualTo(i == 2);
    }
    assertThat(ring.poll(into)).isFalse();
  }

  @Test
  void slot_readerAway_youngOnesNeverCrowdOutAFullCollection() {
    for (int i = 0; i < 1000; i++) {
      ring.publish(ring.slot(Kind.YOUNG).collection(Kind.YOUNG, i, i));
    }
    ring.publish(ring.slot(Kind.FULL).collection(Kind.FULL, 7, 8));
    boolean fullCame = false;
    while (ring.poll(into)) {
      fullCame |= into.kind() == Kind.FULL && into.startNanos() == 7;
    }
    assertThat(fullCame).isTrue();
    assertThat(ring.dropped()).isPositive();
  }

  @Test
  void handOver_twoThreads_losesNothingAndTearsNothing() throws Exception {
    int collections = 200_000;
    Thread writer =
        new Thread(
            () -> {
              for (int i = 1; i <= collections; i++) {
                HeapAfterGc slot = ring.slot(Kind.FULL).collection(Kind.FULL, i, -i);
                slot.heap(i, i, i);
                ring.publish(slot);
              }
            });
    writer.start();
    long last = 0;
    long seen = 0;
    while (writer.isAlive() || seen + ring.dropped() < collections) {
      if (ring.poll(into)) {
        seen++;
        assertThat(into.startNanos()).isGreaterThan(last);
        assertThat(into.endNanos()).isEqualTo(-into.startNanos());
        assertThat(into.usedBytes()).isEqualTo(into.startNanos());
        last = into.startNanos();
      }
    }
    writer.join();
    assertThat(seen + ring.dropped()).isEqualTo(collections);
  }
}
