package io.cacheshrinker.agent.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.gc.Distress.Sign;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Feeds numbers; a look every five milliseconds. */
class DistressTest {
  private static final double MUCH_LIVE = 0.6;

  private final Distress stopping = new Distress(false);
  private final Distress concurrent = new Distress(true);
  private long nowNanos = 1;

  @Test
  void collectionsBeforeTheFirstLook_areNoSign() {
    assertThat(look(stopping, 100)).isEqualTo(Sign.NONE);
    assertThat(look(stopping, 100)).isEqualTo(Sign.NONE);
  }

  @Test
  void oneCollection_isASignOnce_andWantsNearlyAll() {
    look(stopping, 100);
    assertThat(look(stopping, 101)).isEqualTo(Sign.COLLECTED_IN_VAIN);
    assertThat(Sign.COLLECTED_IN_VAIN.usedShare()).isGreaterThan(0.9);
    assertThat(look(stopping, 101)).isEqualTo(Sign.NONE);
  }

  @Test
  void twoCollectionsInAMoment_areASign_untilDisproven() {
    look(stopping, 100);
    look(stopping, 101);
    assertThat(look(stopping, 102)).isEqualTo(Sign.COLLECTED_TWICE);
    stopping.disproves(Sign.COLLECTED_TWICE);
    assertThat(look(stopping, 102)).isEqualTo(Sign.NONE);
    assertThat(look(stopping, 103)).isEqualTo(Sign.COLLECTED_IN_VAIN);
  }

  @Test
  void twoCollectionsFarApart_areNotOneMoment() {
    look(stopping, 100);
    look(stopping, 101);
    nowNanos += Distress.MOMENT_NANOS;
    assertThat(look(stopping, 102)).isEqualTo(Sign.COLLECTED_IN_VAIN);
  }

  @Test
  void alarm_afterTwoCollections_wantsTwoMore() {
    look(stopping, 100);
    look(stopping, 102);
    stopping.acted(102, nowNanos);
    assertThat(look(stopping, 102)).isEqualTo(Sign.NONE);
    assertThat(look(stopping, 103)).isEqualTo(Sign.COLLECTED_IN_VAIN);
    assertThat(look(stopping, 104)).isEqualTo(Sign.COLLECTED_TWICE);
  }

  @Test
  void ballastGone_isASign_everywhere() {
    assertThat(stopping.look(true, 100, 0, nowNanos)).isEqualTo(Sign.BALLAST_GONE);
    assertThat(concurrent.look(true, 100, 0, nowNanos)).isEqualTo(Sign.BALLAST_GONE);
  }

  @Test
  void exhaustedHeap_isProvenBySeveralLooksInARow() {
    for (int i = 1; i < Distress.EXHAUSTED_LOOKS; i++) {
      assertThat(look(concurrent, 7)).isEqualTo(Sign.EXHAUSTED);
      assertThat(concurrent.proves(Sign.EXHAUSTED)).isFalse();
    }
    concurrent.disproves(Sign.EXHAUSTED);
    for (int i = 1; i < Distress.EXHAUSTED_LOOKS; i++) {
      assertThat(concurrent.proves(Sign.EXHAUSTED)).isFalse();
    }
    assertThat(concurrent.proves(Sign.EXHAUSTED)).isTrue();
  }

  @Test
  void exhaustedHeap_ofWhichLittleWasLive_isGarbage() {
    assertThat(concurrent.look(false, 7, 0.49, nowNanos)).isEqualTo(Sign.NONE);
    assertThat(concurrent.look(false, 7, 0, nowNanos)).isEqualTo(Sign.NONE);
  }

  @Test
  void exhaustedHeap_afterAnAlarm_isNoSignBeforeTwoCyclesHaveEnded() {
    concurrent.acted(7, nowNanos);
    assertThat(look(concurrent, 7)).isEqualTo(Sign.NONE);
    assertThat(look(concurrent, 8)).isEqualTo(Sign.NONE);
    assertThat(look(concurrent, 9)).isEqualTo(Sign.EXHAUSTED);
  }

  private Sign look(Distress distress, long wholeCollections) {
    nowNanos += TimeUnit.MILLISECONDS.toNanos(5);
    return distress.look(false, wholeCollections, MUCH_LIVE, nowNanos);
  }
}
