package io.cacheshrinker.agent.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.gc.Collector;
import io.cacheshrinker.agent.gc.HeapAfterGc;
import io.cacheshrinker.agent.gc.HeapAfterGc.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Feeds the law numbers: capacity is 1000 bytes, time is in milliseconds. */
class ControlLawTest {
  private static final long Q = 1000;
  private static final long MILLI = 1_000_000;
  private static final long PLENTY = 10_000;

  private final HeapAfterGc gc = new HeapAfterGc();
  private long now = 1000;
  private long used = 800;
  private boolean marking;
  private boolean gate;

  @Test
  void serial_youngCollectionsFullOfGarbage_neverAsk() {
    ControlLaw law = law(Collector.SERIAL);
    for (int i = 0; i < 100; i++) {
      assertThat(collect(law, Kind.YOUNG, 999)).isFalse();
    }
    assertThat(law.liveBytes()).isZero();
    assertThat(law.verdict()).isEqualTo(Verdict.RELAXED);
  }

  @ParameterizedTest
  @EnumSource(names = {"SERIAL", "PARALLEL", "G1"})
  void fullCollection_aboveHigh_asksForTheWayDownToLow(Collector collector) {
    ControlLaw law = law(collector);
    assertThat(collect(law, Kind.FULL, 800)).isTrue();
    assertThat(law.needBytes()).isEqualTo(120);
  }

  @Test
  void fullCollection_atTheHighMark_asksForNothing() {
    ControlLaw law = law(Collector.SERIAL);
    assertThat(collect(law, Kind.FULL, 750)).isFalse();
    assertThat(law.verdict()).isEqualTo(Verdict.RELAXED);
  }

  @Test
  void lowMarks_needNeverExceedsHalfOfLive() {
    ControlLaw law = new ControlLaw(Collector.SERIAL, Marks.of(0.30, 0.05));
    assertThat(collect(law, Kind.FULL, 400)).isTrue();
    assertThat(law.needBytes()).isEqualTo(200);
  }

  @Test
  void passEnded_collectionThatBeganBefore_isNotBelieved() {
    ControlLaw law = law(Collector.SERIAL);
    collect(law, Kind.FULL, 900);
    law.passEnded(220, now * MILLI);
    assertThat(law.accept(fill(Kind.FULL, 900, now - 10, now + 20), () -> PLENTY)).isFalse();
    assertThat(law.creditBytes()).isEqualTo(220);
    assertThat(law.verdict()).isNotEqualTo(Verdict.RELAXED);
  }

  @Test
  void passEnded_nextFullCollection_settlesTheCredit() {
    ControlLaw law = law(Collector.SERIAL);
    collect(law, Kind.FULL, 900);
    law.passBegins();
    law.passEnded(220, now * MILLI);
    assertThat(law.verdict()).isEqualTo(Verdict.WAITING);
    now += 100;
    assertThat(collect(law, Kind.FULL, 690)).isFalse();
    assertThat(law.creditBytes()).isZero();
    assertThat(law.verdict()).isEqualTo(Verdict.RELAXED);
  }

  @Test
  void passThatWasNotEnough_onceSeen_makesThePriorityHarsherAndReliefResetsIt() {
    ControlLaw law = law(Collector.SERIAL);
    collect(law, Kind.FULL, 900);
    for (int expected = 11; expected >= 0; expected--) {
      law.passEnded(10, now * MILLI);
      now += 100;
      assertThat(collect(law, Kind.FULL, 900)).isTrue();
      assertThat(law.priority()).isEqualTo(expected);
    }
    law.passEnded(300, now * MILLI);
    now += 100;
    collect(law, Kind.FULL, 700);
    assertThat(law.priority()).as("between the marks").isZero();
    collect(law, Kind.FULL, 600);
    assertThat(law.priority()).isEqualTo(ControlLaw.GENTLEST);
  }

  @Test
  void g1_garbageThatGrowsWithoutAMarking_neverAsks() {
    ControlLaw law = law(Collector.G1);
    for (int i = 0; i < 50; i++) {
      assertThat(collect(law, Kind.YOUNG, 500 + 10 * i)).isFalse();
    }
    assertThat(law.liveBytes()).isZero();
  }

  @Test
  void g1_mixedPhaseOver_liveIsItsMinimum() {
    ControlLaw law = law(Collector.G1);
    marking = true;
    assertThat(collect(law, Kind.YOUNG, 950)).isFalse();
    assertThat(collect(law, Kind.YOUNG, 850)).isFalse();
    assertThat(collect(law, Kind.YOUNG, 800)).isFalse();
    assertThat(collect(law, Kind.YOUNG, 810)).isFalse();
    assertThat(law.liveBytes()).as("only two without a fall").isZero();
    assertThat(collect(law, Kind.YOUNG, 830)).isTrue();
    assertThat(law.liveBytes()).isEqualTo(800);
    assertThat(law.needBytes()).isEqualTo(120);
  }

  @Test
  void g1_laterCollectionNotReportedYet_isWaitedFor() {
    ControlLaw law = law(Collector.G1);
    marking = true;
    collect(law, Kind.YOUNG, 850);
    for (int i = 0; i < 20; i++) {
      now += 10;
      fill(Kind.YOUNG, 860 + 10 * i, now, now + 5).newest(false);
      assertThat(law.accept(gc, () -> PLENTY)).isFalse();
    }
    assertThat(law.liveBytes()).isZero();
    assertThat(collect(law, Kind.FULL, 700)).as("the later one, which is exact").isFalse();
    assertThat(law.liveBytes()).isEqualTo(700);
  }

  @Test
  void g1_garbagePromotedWhileMixedCollectionsRun_isNotLive() {
    ControlLaw law = law(Collector.G1);
    marking = true;
    collect(law, Kind.YOUNG, 850);
    for (int i = 0; i < 20; i++) {
      now += 10;
      fill(Kind.YOUNG, 860 + i % 3, now, now + 5).old(700, i % 3 == 0 ? 690 : 710);
      assertThat(law.accept(gc, () -> PLENTY)).isFalse();
    }
    assertThat(law.liveBytes()).isZero();
  }

  @Test
  void g1_markingAfterMarking_closesThePhaseBefore() {
    ControlLaw law = law(Collector.G1);
    marking = true;
    collect(law, Kind.YOUNG, 800);
    marking = true;
    assertThat(collect(law, Kind.YOUNG, 805)).isTrue();
    assertThat(law.liveBytes()).isEqualTo(800);
  }

  @Test
  void g1_phasesCutShortByTheNextMarking_settleOnlyAtTheThird() {
    ControlLaw law = law(Collector.G1);
    collect(law, Kind.FULL, 900);
    law.passEnded(200, now * MILLI);
    now += 100;
    gate = true;
    marking = true;
    collect(law, Kind.YOUNG, 890);
    for (int i = 0; i < 2; i++) {
      for (int without = 0; without < 3; without++) {
        assertThat(collect(law, Kind.YOUNG, 915)).as("no fall, but not four times").isFalse();
      }
      marking = true;
      assertThat(collect(law, Kind.YOUNG, 890)).isFalse();
      assertThat(law.verdict()).isEqualTo(Verdict.WAITING);
      assertThat(law.creditBytes()).isEqualTo(200);
    }
    marking = true;
    assertThat(collect(law, Kind.YOUNG, 890)).isTrue();
    assertThat(law.creditBytes()).isZero();
  }

  @Test
  void g1_nextMarkingFreedWholeRegions_isBelieved() {
    ControlLaw law = law(Collector.G1);
    marking = true;
    collect(law, Kind.YOUNG, 850);
    collect(law, Kind.YOUNG, 840);
    marking = true;
    assertThat(collect(law, Kind.YOUNG, 600)).isFalse();
    assertThat(law.liveBytes()).isEqualTo(600);
  }

  @Test
  void g1_creditIsPaidBackByTheFallOfOldAndSettledBehindTheGate() {
    ControlLaw law = law(Collector.G1);
    assertThat(collect(law, Kind.FULL, 900)).isTrue();
    law.passEnded(200, now * MILLI);
    now += 100;
    law.accept(fill(Kind.YOUNG, 850, now, now + 5).old(700, 640), () -> PLENTY);
    assertThat(law.creditBytes()).isEqualTo(140);
    marking = true;
    gate = true;
    collect(law, Kind.YOUNG, 800);
    collect(law, Kind.YOUNG, 700);
    assertThat(law.creditBytes()).isEqualTo(140);
    for (int i = 0; i < 4; i++) {
      collect(law, Kind.YOUNG, 730);
    }
    assertThat(law.creditBytes()).isZero();
    assertThat(law.liveBytes()).isEqualTo(700);
  }

  @ParameterizedTest
  @EnumSource(names = {"ZGC", "SHENANDOAH", "GENERATIONAL_ZGC"})
  void concurrentCycle_onlyTheSecondAboveHigh_asksByTheSmaller(Collector collector) {
    ControlLaw law = law(collector);
    assertThat(collect(law, Kind.CYCLE, 800)).isFalse();
    assertThat(law.verdict()).isEqualTo(Verdict.PRESSURE);
    assertThat(collect(law, Kind.CYCLE, 850)).isTrue();
    assertThat(law.needBytes()).isEqualTo(120);
  }

  @Test
  void concurrentCycle_aboveCritEvenWithoutGarbage_asksAtOnce() {
    ControlLaw law = law(Collector.GENERATIONAL_ZGC);
    used = 880;
    assertThat(collect(law, Kind.CYCLE, 880)).isTrue();
    assertThat(law.needBytes()).isEqualTo(200);
  }

  @Test
  void concurrentCycle_oneBetweenBelowHigh_startsAgain() {
    ControlLaw law = law(Collector.ZGC);
    collect(law, Kind.CYCLE, 800);
    collect(law, Kind.CYCLE, 700);
    assertThat(collect(law, Kind.CYCLE, 800)).isFalse();
  }

  @Test
  void concurrentCycle_highOnlyByWhatWasAllocatedMeanwhile_isNoPressure() {
    ControlLaw law = law(Collector.GENERATIONAL_ZGC);
    for (int i = 0; i < 20; i++) {
      now += 100;
      // 500 live; 2.5 bytes a millisecond are allocated, 100 ms between cycles and 120 in one.
      fill(Kind.CYCLE, 810, now, now + 120).heap(1000, 810, Q);
      assertThat(law.accept(gc, () -> PLENTY)).isFalse();
      now += 120;
    }
    assertThat(law.liveBytes()).isEqualTo(810);
    assertThat(law.verdict()).isEqualTo(Verdict.RELAXED);
  }

  @Test
  void zgc_cycleStartedAfterTheFence_settles() {
    ControlLaw law = law(Collector.ZGC);
    collect(law, Kind.CYCLE, 850);
    assertThat(collect(law, Kind.CYCLE, 850)).isTrue();
    law.passEnded(220, now * MILLI);
    now += 20;
    assertThat(collect(law, Kind.CYCLE, 690)).isFalse();
    assertThat(law.creditBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"GENERATIONAL_ZGC", "GENERATIONAL_SHENANDOAH"})
  void generationalCycle_creditIsSettledOneEventAfterTheGate(Collector collector) {
    ControlLaw law = law(collector);
    marking = true;
    collect(law, Kind.CYCLE, 850);
    marking = true;
    assertThat(collect(law, Kind.CYCLE, 850)).isTrue();
    law.passEnded(220, now * MILLI);
    now += 20;
    marking = true;
    gate = true;
    assertThat(collect(law, Kind.CYCLE, 900)).isFalse();
    assertThat(law.creditBytes()).isEqualTo(220);
    marking = true;
    collect(law, Kind.CYCLE, 690);
    assertThat(law.creditBytes()).isZero();
  }

  @Test
  void concurrentCycle_inWhichNothingCouldBeAllocated_asksAtOnce() {
    ControlLaw law = law(Collector.GENERATIONAL_SHENANDOAH);
    collect(law, Kind.CYCLE, 100);
    now += 100;
    // 8 bytes a millisecond between the two, so that all but a fifth could be garbage.
    marking = true;
    fill(Kind.CYCLE, 900, now, now + 400).heap(1000, 900, Q).paused(390 * MILLI);
    assertThat(law.accept(gc, () -> PLENTY)).isTrue();
    assertThat(law.needBytes()).isEqualTo(220);
  }

  @Test
  void concurrentCycle_rightAfterTheLast_tellsNoRate() {
    ControlLaw law = law(Collector.GENERATIONAL_ZGC);
    collect(law, Kind.CYCLE, 870);
    now += 1;
    fill(Kind.CYCLE, 880, now, now + 100).heap(890, 880, Q);
    assertThat(law.accept(gc, () -> PLENTY)).as("twenty in a millisecond, by the clock").isTrue();
  }

  @Test
  void generationalCycle_thatStoppedTheApplication_settlesWithTheGate() {
    ControlLaw law = law(Collector.GENERATIONAL_SHENANDOAH);
    law.passEnded(220, now * MILLI);
    now += 20;
    marking = true;
    gate = true;
    fill(Kind.CYCLE, 690, now, now + 100).paused(95 * MILLI);
    law.accept(gc, () -> PLENTY);
    assertThat(law.creditBytes()).isZero();
  }

  @Test
  void generationalShenandoah_cycleWithoutACanary_isYoungAndNeverLive() {
    ControlLaw law = law(Collector.GENERATIONAL_SHENANDOAH);
    for (int i = 0; i < 20; i++) {
      assertThat(collect(law, Kind.CYCLE, 950)).isFalse();
    }
    assertThat(law.liveBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Collector.class)
  void unsettledCredit_whateverComes_asksNotTwiceForTheSameBytes(Collector collector) {
    ControlLaw law = law(collector);
    int asked = 0;
    for (int i = 0; i < 200; i++) {
      // Every collection of the whole heap is one that began before the first pass ended.
      boolean due =
          law.accept(
              fill(i % 2 == 0 ? Kind.YOUNG : wholeHeap(collector), 900, 10, 20), () -> PLENTY);
      if (due) {
        asked++;
        law.passEnded(1, 1_000_000 * MILLI);
      }
    }
    assertThat(asked).isLessThanOrEqualTo(1);
  }

  @Test
  void gate_toldByACollectionThatEndedBeforeThePass_isNotThatOfThePass() {
    ControlLaw law = law(Collector.GENERATIONAL_ZGC);
    long end = now + 100;
    law.passEnded(50, end * MILLI);
    gate = true;
    law.accept(fill(Kind.CYCLE, 900, now, now + 5), () -> PLENTY);
    gate = true;
    law.accept(fill(Kind.CYCLE, 900, end + 10, end + 20), () -> PLENTY);
    assertThat(law.creditBytes()).as("the first that counts").isEqualTo(50);
    gate = true;
    law.accept(fill(Kind.CYCLE, 900, end + 30, end + 40), () -> PLENTY);
    assertThat(law.creditBytes()).isZero();
  }

  @Test
  void gate_toldByACollectionThatCouldNotHaveSeenThePass_countsAtTheNext() {
    ControlLaw law = law(Collector.GENERATIONAL_ZGC);
    law.passEnded(50, now * MILLI);
    gate = true;
    law.accept(fill(Kind.CYCLE, 900, now + 2, now + 20), () -> PLENTY);
    for (int i = 1; i <= 2; i++) {
      gate = true;
      law.accept(fill(Kind.CYCLE, 900, now + 30 * i, now + 30 * i + 10), () -> PLENTY);
    }
    assertThat(law.creditBytes()).isZero();
  }

  @Test
  void cachesThatHoldNextToNothing_isFutileAndAsksForNothing() {
    ControlLaw law = law(Collector.SERIAL);
    assertThat(law.accept(fill(Kind.FULL, 950, now, now + 5), () -> 20)).isFalse();
    assertThat(law.verdict()).isEqualTo(Verdict.FUTILE);
    assertThat(law.reason()).contains("95 %");
  }

  @Test
  void capacityUnknown_nothingIsAsked() {
    ControlLaw law = law(Collector.SERIAL);
    fill(Kind.FULL, 950, now, now + 5).heap(950, 950, 0);
    assertThat(law.accept(gc, () -> PLENTY)).isFalse();
    assertThat(law.liveBytes()).isZero();
  }

  @Test
  void aboveGrow_followsTheMark() {
    ControlLaw law = law(Collector.SERIAL);
    collect(law, Kind.FULL, 590);
    assertThat(law.aboveGrow()).isFalse();
    collect(law, Kind.FULL, 610);
    assertThat(law.aboveGrow()).isTrue();
  }

  private static Kind wholeHeap(Collector collector) {
    return collector.concurrent() ? Kind.CYCLE : Kind.FULL;
  }

  private static ControlLaw law(Collector collector) {
    return new ControlLaw(collector, Marks.of(0.75, 0.68));
  }

  private boolean collect(ControlLaw law, Kind kind, long usedBytes) {
    now += 10;
    boolean due = law.accept(fill(kind, usedBytes, now, now + 5), () -> PLENTY);
    now += 10;
    return due;
  }

  private HeapAfterGc fill(Kind kind, long usedBytes, long startMillis, long endMillis) {
    gc.collection(kind, startMillis * MILLI, endMillis * MILLI)
        .heap(used, usedBytes, Q)
        .old(usedBytes, usedBytes)
        .canaries(marking, gate);
    used = usedBytes;
    marking = false;
    gate = false;
    return gc;
  }
}
