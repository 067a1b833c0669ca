package io.cacheshrinker.agent.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FutilityTest {
  private static final long NEED = 100;
  private static final long PLENTY = 1000;

  private final Futility futility = new Futility();

  @Test
  void caches_thatHoldEnough_areAsked() {
    for (int i = 0; i < 100; i++) {
      assertThat(futility.allows(NEED, PLENTY)).isTrue();
    }
  }

  @Test
  void caches_thatHoldTooLittle_areLeftAlone() {
    assertThat(futility.allows(NEED, 9)).isFalse();
    assertThat(futility.isEmpty()).isTrue();
    assertThat(futility.allows(NEED, 10)).as("enough for a pass, but not for a probe").isFalse();
  }

  @Test
  void caches_thatHaveGrownByTheNeed_areProbedOnce() {
    futility.allows(NEED, 5);
    assertThat(futility.allows(NEED, 104)).isFalse();
    assertThat(futility.allows(NEED, 105)).isTrue();
    assertThat(futility.allows(NEED, 105)).isFalse();
  }

  @Test
  void needThatFell_asMuchGrowthIsEnough() {
    futility.allows(NEED, 5);
    assertThat(futility.allows(50, 55)).isTrue();
  }

  @Test
  void cachesThatFellFurther_growFromThere() {
    futility.allows(NEED, 9);
    futility.allows(NEED, 1);
    assertThat(futility.allows(NEED, 101)).isTrue();
  }

  @Test
  void receipts_ofNearlyNothing_threeInARowEndIt() {
    poor(2);
    assertThat(futility.allows(NEED, PLENTY)).isTrue();
    poor(1);
    assertThat(futility.allows(NEED, PLENTY)).isFalse();
    assertThat(futility.isEmpty()).isFalse();
  }

  @Test
  void receipts_oneGoodAmongPoorOnes_startsAgain() {
    poor(2);
    futility.learn(new Receipt(100, 25));
    poor(2);
    assertThat(futility.allows(NEED, PLENTY)).isTrue();
  }

  @Test
  void probe_thatBroughtSomething_endsIt() {
    poor(3);
    futility.allows(NEED, PLENTY);
    assertThat(futility.allows(NEED, PLENTY + NEED)).isTrue();
    futility.learn(new Receipt(100, 90));
    assertThat(futility.allows(NEED, PLENTY)).isTrue();
  }

  @Test
  void probes_allWithoutEffect_endInDormancy() {
    poor(3);
    long evictable = PLENTY;
    futility.allows(NEED, evictable);
    for (int i = 0; i < Futility.FRUITLESS_PROBES; i++) {
      assertThat(futility.isDormant()).isFalse();
      evictable += NEED;
      assertThat(futility.allows(NEED, evictable)).isTrue();
      poor(1);
    }
    assertThat(futility.isDormant()).isTrue();
    assertThat(futility.allows(NEED, 100 * PLENTY)).isFalse();
  }

  @Test
  void relief_endsDormancy() {
    probes_allWithoutEffect_endInDormancy();
    futility.relaxed();
    assertThat(futility.isDormant()).as("between the marks").isTrue();
    futility.relieved();
    assertThat(futility.allows(NEED, PLENTY)).isTrue();
  }

  @Test
  void emptyCaches_endsBetweenTheMarksAlready() {
    futility.allows(NEED, 0);
    futility.relaxed();
    assertThat(futility.allows(NEED, PLENTY)).isTrue();
  }

  @Test
  void lastDitch_handsOff_isTriedOnceUntilRelief() {
    assertThat(futility.mayTryLastDitch()).isTrue();
    assertThat(futility.mayTryLastDitch()).isTrue();
    futility.allows(NEED, 0);
    assertThat(futility.mayTryLastDitch()).isTrue();
    assertThat(futility.mayTryLastDitch()).isFalse();
    futility.relieved();
    assertThat(futility.mayTryLastDitch()).isTrue();
  }

  private void poor(int receipts) {
    for (int i = 0; i < receipts; i++) {
      futility.learn(new Receipt(100, 24));
    }
  }
}
