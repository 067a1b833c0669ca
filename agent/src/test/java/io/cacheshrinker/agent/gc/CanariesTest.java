package io.cacheshrinker.agent.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

class CanariesTest {
  private final Canaries canaries = new Canaries();

  @Test
  void markingFinished_canariesStillYoung_isNeverTrue() {
    for (int i = 1; i < Canaries.YOUNG_COLLECTIONS_TO_BE_OLD; i++) {
      canaries.survived(false);
      assertThat(canaries.markingFinished()).isFalse();
      System.gc();
    }
  }

  @Test
  void markingFinished_afterAFullCollection_isToldOnceEach() {
    canaries.survived(true);
    assertThat(canaries.markingFinished()).as("only dropped just now").isFalse();
    collectUntil(() -> canaries.markingFinished());
    assertThat(canaries.markingFinished()).as("the next one was dropped").isFalse();
  }

  @Test
  void gateCleared_nobodyAsked_isFalse() {
    canaries.survived(true);
    System.gc();
    assertThat(canaries.gateCleared()).isFalse();
  }

  @Test
  void gateCleared_askedAgainMeanwhile_waitsForTheLaterGate() {
    canaries.survived(true);
    canaries.dropGate();
    assertThat(canaries.gateCleared()).isFalse();
    System.gc();
    canaries.dropGate();
    assertThat(canaries.gateCleared()).as("the earlier gate no longer counts").isFalse();
    collectUntil(() -> canaries.gateCleared());
  }

  @Test
  void gateCleared_onceTrue_isToldUntilTheNextGate() {
    canaries.survived(true);
    canaries.dropGate();
    assertThat(canaries.gateCleared()).isFalse();
    collectUntil(() -> canaries.gateCleared());
    for (int i = 0; i < 3; i++) {
      canaries.survived(true);
      assertThat(canaries.gateCleared()).isTrue();
    }
    canaries.dropGate();
    assertThat(canaries.gateCleared()).isFalse();
  }

  private static void collectUntil(java.util.concurrent.Callable<Boolean> condition) {
    await()
        .until(
            () -> {
              System.gc();
              return condition.call();
            });
  }
}
