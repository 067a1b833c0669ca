package io.cacheshrinker.agent.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.gc.Distress.Finding;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Feeds numbers; a look every five milliseconds. */
class DistressTest {
  private final Distress stopping = new Distress(Collector.G1, new Used());
  private final Distress concurrent = new Distress(Collector.SHENANDOAH, new Used());
  private double usedShare = 0.98;
  private double liveShare = 0.6;
  private boolean unknown;
  private long nowNanos = 1;

  /** Capacity and maximum are the same. */
  private final class Used implements Distress.Use {
    @Override
    public boolean isAbove(double share) {
      return usedShare > share;
    }

    @Override
    public boolean isAboveOfCapacity(double share) {
      return unknown || usedShare > share;
    }

    @Override
    public boolean isSurelyAboveOfCapacity(double share) {
      return !unknown && usedShare > share;
    }
  }

  @Test
  void collectionsBeforeTheFirstLook_countForNothing() {
    assertThat(look(stopping, 100)).isEqualTo(Finding.CALM);
    assertThat(look(stopping, 100)).isEqualTo(Finding.CALM);
  }

  @Test
  void oneCollection_thatLeftNearlyAll_isAnAlarm() {
    look(stopping, 100);
    assertThat(look(stopping, 101)).isEqualTo(Finding.ALARM);
  }

  @Test
  void oneCollection_whereTheOldGenerationIsFixed_mayFillMostOfIt() {
    Distress fixed = new Distress(Collector.SERIAL, new Used());
    look(fixed, 100);
    usedShare = 0.99;
    assertThat(look(fixed, 101)).isEqualTo(Finding.CALM);
    nowNanos += Distress.MOMENT_NANOS;
    usedShare = 1.01;
    assertThat(look(fixed, 102)).isEqualTo(Finding.ALARM);
  }

  @Test
  void oneCollection_thatMadeRoom_isNone_alsoWhenTheHeapFillsLater() {
    look(stopping, 100);
    usedShare = 0.9;
    assertThat(look(stopping, 101)).isEqualTo(Finding.CALM);
    usedShare = 0.99;
    assertThat(look(stopping, 101)).isEqualTo(Finding.CALM);
  }

  @Test
  void useThatNobodyCanTell_isNoAlarmAfterOneCollection_butAfterTwo() {
    unknown = true;
    look(stopping, 100);
    assertThat(look(stopping, 101)).isEqualTo(Finding.CALM);
    assertThat(look(stopping, 102)).isEqualTo(Finding.ALARM);
  }

  @Test
  void twoCollectionsInAMoment_areAnAlarmInAFullHeap_once() {
    usedShare = 0.9;
    look(stopping, 100);
    look(stopping, 101);
    assertThat(look(stopping, 102)).isEqualTo(Finding.ALARM);
    assertThat(look(stopping, 102)).isEqualTo(Finding.CALM);
    assertThat(look(stopping, 103)).isEqualTo(Finding.CALM);
  }

  @Test
  void twoCollectionsInAMoment_thatMadeRoom_areAFalseAlarm_once() {
    usedShare = 0.85;
    look(stopping, 100);
    assertThat(look(stopping, 102)).isEqualTo(Finding.FALSE_ALARM);
    assertThat(look(stopping, 102)).isEqualTo(Finding.CALM);
  }

  @Test
  void twoCollectionsFarApart_areNotOneMoment() {
    usedShare = 0.9;
    look(stopping, 100);
    look(stopping, 101);
    nowNanos += Distress.MOMENT_NANOS;
    assertThat(look(stopping, 102)).isEqualTo(Finding.CALM);
  }

  @Test
  void collectionsDuringTheAction_countForNothing() {
    usedShare = 0.9;
    look(stopping, 100);
    stopping.acted(102, nowNanos);
    assertThat(look(stopping, 102)).isEqualTo(Finding.CALM);
    assertThat(look(stopping, 103)).isEqualTo(Finding.CALM);
    assertThat(look(stopping, 104)).isEqualTo(Finding.ALARM);
  }

  @Test
  void ballastGone_isAnAlarmInAFullHeap_andAFalseOneElsewhere() {
    liveShare = 0;
    usedShare = 0.87;
    assertThat(stopping.look(true, 100, liveShare, nowNanos)).isEqualTo(Finding.ALARM);
    usedShare = 0.85;
    assertThat(stopping.look(true, 100, liveShare, nowNanos)).isEqualTo(Finding.FALSE_ALARM);
    usedShare = 0.76;
    assertThat(concurrent.look(true, 100, liveShare, nowNanos)).isEqualTo(Finding.ALARM);
    usedShare = 0.74;
    assertThat(concurrent.look(true, 100, liveShare, nowNanos)).isEqualTo(Finding.FALSE_ALARM);
  }

  @Test
  void exhaustedHeap_isAnAlarm_atSeveralLooksInARow() {
    look(concurrent, 7);
    assertThat(look(concurrent, 7)).isEqualTo(Finding.CALM);
    usedShare = 0.96;
    look(concurrent, 7);
    usedShare = 0.98;
    for (int i = 1; i < Distress.EXHAUSTED_LOOKS; i++) {
      assertThat(look(concurrent, 7)).isEqualTo(Finding.CALM);
    }
    assertThat(look(concurrent, 7)).isEqualTo(Finding.ALARM);
  }

  @Test
  void exhaustedHeap_ofWhichLittleWasLive_isGarbage() {
    for (double share : new double[] {0, Distress.LIVE_SHARE}) {
      liveShare = share;
      for (int i = 0; i < 20; i++) {
        assertThat(look(concurrent, i)).isEqualTo(Finding.CALM);
      }
    }
  }

  @Test
  void exhaustedHeap_afterAnAlarm_isNoneBeforeTwoCyclesHaveEnded() {
    concurrent.acted(7, nowNanos);
    for (int i = 0; i < 2 * Distress.EXHAUSTED_LOOKS; i++) {
      assertThat(look(concurrent, 8)).isEqualTo(Finding.CALM);
    }
    look(concurrent, 9);
    look(concurrent, 9);
    assertThat(look(concurrent, 9)).isEqualTo(Finding.ALARM);
  }

  @Test
  void cycles_noneOfWhichMadeRoom_areAnAlarm() {
    usedShare = 0.85;
    look(concurrent, 7);
    look(concurrent, 8);
    assertThat(look(concurrent, 9)).isEqualTo(Finding.CALM);
    assertThat(look(concurrent, 10)).isEqualTo(Finding.ALARM);
  }

  @Test
  void cycles_oneOfWhichMadeRoom_areNone() {
    usedShare = 0.85;
    look(concurrent, 7);
    look(concurrent, 9);
    usedShare = 0.8;
    look(concurrent, 9);
    usedShare = 0.85;
    assertThat(look(concurrent, 11)).isEqualTo(Finding.CALM);
  }

  private Finding look(Distress distress, long wholeCollections) {
    nowNanos += TimeUnit.MILLISECONDS.toNanos(5);
    return distress.look(false, wholeCollections, liveShare, nowNanos);
  }
}
