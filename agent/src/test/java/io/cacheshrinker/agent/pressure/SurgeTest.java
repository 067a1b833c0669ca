package io.cacheshrinker.agent.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.gc.Collector;
import io.cacheshrinker.agent.gc.HeapAfterGc;
import io.cacheshrinker.agent.gc.HeapAfterGc.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Feeds numbers: the old generation has 1000 bytes, time is in milliseconds. */
class SurgeTest {
  private static final long Q = 1000;
  private static final long MILLI = 1_000_000;
  private static final long CACHED = 550;

  private final Surge surge = new Surge(Collector.PARALLEL);
  private final HeapAfterGc gc = new HeapAfterGc();
  private long nowMillis = 1000;
  private long oldBytes = 600;

  @Test
  void promotions_withinAMoment_addUp_whenTheNextWillNotFit() {
    assertThat(young(surge, 150, 20)).isZero();
    assertThat(young(surge, 150, 30)).isEqualTo(150 + 150 + 30);
  }

  @Test
  void promotions_longAgo_areNotCounted() {
    young(surge, 150, 0);
    nowMillis += Surge.MOMENT_NANOS / MILLI;
    assertThat(young(surge, 150, 0)).isEqualTo(150);
  }

  @Test
  void oldGenerationWithRoom_isNoSurge() {
    for (int i = 0; i < 3; i++) {
      assertThat(young(surge, 50, 10)).isZero();
    }
  }

  @Test
  void fullOldGeneration_intoWhichNothingIsPromoted_isNoSurge() {
    oldBytes = 999;
    assertThat(young(surge, 0, 200)).isZero();
  }

  @Test
  void fullCollection_isNoSurge() {
    oldBytes = 990;
    gc.collection(Kind.FULL, 0, 5).heap(990, 990, Q).old(900, 990);
    assertThat(surge.accept(gc)).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SERIAL", "PARALLEL"})
  void otherCollectors_tellInTime(Collector collector) {
    Surge other = new Surge(collector);
    young(other, 200, 50);
    assertThat(young(other, 200, 50)).isZero();
  }

  @Test
  void law_surgeBesideCaches_asksOnceBeforeAFullCollection() {
    ControlLaw law = new ControlLaw(Collector.PARALLEL, Marks.of(0.75, 0.68));
    assertThat(law.accept(collection(150, 20), new Held(CACHED))).isFalse();
    assertThat(law.accept(collection(150, 20), new Held(CACHED))).isTrue();
    assertThat(law.needBytes()).isEqualTo(300 + 20 + CACHED - 680);
    law.passBegins();
    law.passEnded(190, nowMillis * MILLI);
    assertThat(law.accept(collection(50, 20), new Held(CACHED - 190))).isFalse();
    assertThat(law.verdict()).isEqualTo(Verdict.WAITING);
  }

  @Test
  void law_surgeBesideLittleThatIsCached_asksForNothing() {
    ControlLaw law = new ControlLaw(Collector.SERIAL, Marks.of(0.75, 0.68));
    law.accept(collection(150, 20), new Held(400));
    assertThat(law.accept(collection(150, 20), new Held(400))).isFalse();
  }

  /** What the caches hold, all of which may go. */
  private record Held(long cachedBytes) implements Caches {
    @Override
    public long evictableBytes() {
      return cachedBytes;
    }
  }

  private long young(Surge of, long promoted, long kept) {
    return of.accept(collection(promoted, kept));
  }

  private HeapAfterGc collection(long promoted, long kept) {
    nowMillis += 50;
    long before = oldBytes;
    oldBytes += promoted;
    return gc.collection(Kind.YOUNG, nowMillis * MILLI, (nowMillis + 5) * MILLI)
        .heap(before + 300, oldBytes + kept, Q)
        .old(before, oldBytes)
        .newest(true)
        .canaries(false, false);
  }
}
