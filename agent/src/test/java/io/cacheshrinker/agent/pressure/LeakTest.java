package io.cacheshrinker.agent.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.gc.Collector;
import io.cacheshrinker.agent.gc.HeapAfterGc;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A heap of a million bytes in numbers: caches that load again what they shed, and a leak. */
class LeakTest {
  private static final long Q = 1_000_000;
  private static final long FLOOR = 10_000;

  private long cached = 400_000;
  private long leaked = 100_000;
  private long shedAtFence;
  private long nanos;

  @ParameterizedTest
  @EnumSource(names = {"SERIAL", "PARALLEL", "ZGC", "SHENANDOAH"})
  void leak_untilTheEnd_shedsToTheFloorOnceAndIsNamedSoonAfter(Collector collector) {
    ControlLaw law = new ControlLaw(collector, Marks.of(0.75, 0.68));
    List<Long> passesAt = new ArrayList<>();
    int passesAfterFloor = 0;
    boolean named = false;
    while (leaked < 960_000) {
      leaked += 5_000;
      cached += (FLOOR + 400_000 - cached) / 200;
      if (collect(law, collector)) {
        passesAt.add(leaked);
        shed(law);
        passesAfterFloor += named || cached <= 2 * FLOOR ? 1 : 0;
      }
      named |= law.verdict() == Verdict.FUTILE;
      assertThat(passesAfterFloor).isLessThanOrEqualTo(3);
    }
    assertThat(named).isTrue();
    assertThat(law.verdict()).isIn(Verdict.FUTILE, Verdict.DORMANT);
    assertThat(law.reason()).contains("% of it is in caches");
    assertThat(passesAt).hasSizeLessThan(40);
  }

  @Test
  void leak_thatIsMended_letsCachesBeShrunkAgain() {
    leak_untilTheEnd_shedsToTheFloorOnceAndIsNamedSoonAfter(Collector.SERIAL);
    ControlLaw law = new ControlLaw(Collector.SERIAL, Marks.of(0.75, 0.68));
    collect(law, Collector.SERIAL);
    assertThat(law.verdict()).isEqualTo(Verdict.FUTILE);
    leaked = 100_000;
    collect(law, Collector.SERIAL);
    assertThat(law.verdict()).isEqualTo(Verdict.RELAXED);
    cached = 700_000;
    assertThat(collect(law, Collector.SERIAL)).isTrue();
  }

  @Test
  void bytesThatNeverComeBack_areFoundOutAfterThreeReceipts() {
    ControlLaw law = new ControlLaw(Collector.SERIAL, Marks.of(0.75, 0.68));
    long elsewhere = 900_000;
    int passes = 0;
    for (int i = 0; i < 50; i++) {
      nanos += 1_000_000_000L;
      HeapAfterGc gc = new HeapAfterGc();
      gc.collection(HeapAfterGc.Kind.FULL, nanos, nanos + 5_000_000).heap(Q, elsewhere, Q);
      if (law.accept(gc, () -> 500_000)) {
        passes++;
        law.passEnded(law.needBytes(), nanos + 10_000_000);
      }
    }
    assertThat(passes).isEqualTo(3);
    assertThat(law.verdict()).isEqualTo(Verdict.FUTILE);
    assertThat(law.reason()).contains("brought nothing back");
  }

  private boolean collect(ControlLaw law, Collector collector) {
    nanos += 1_000_000_000L;
    HeapAfterGc gc = new HeapAfterGc();
    HeapAfterGc.Kind kind = collector.concurrent() ? HeapAfterGc.Kind.CYCLE : HeapAfterGc.Kind.FULL;
    long live = Math.min(Q, leaked + cached);
    gc.collection(kind, nanos, nanos + 5_000_000).heap(live, live, Q);
    return law.accept(gc, new Simulated());
  }

  private void shed(ControlLaw law) {
    long freed = Math.min(law.needBytes(), cached - FLOOR);
    cached -= freed;
    shedAtFence = cached;
    nanos += 100_000_000L;
    law.passEnded(freed, nanos);
  }

  private final class Simulated implements Caches {
    @Override
    public long evictableBytes() {
      return cached - FLOOR;
    }

    @Override
    public long cachedBytes() {
      return cached;
    }

    @Override
    public long refilledBytes() {
      return Math.max(0, cached - shedAtFence);
    }
  }
}
