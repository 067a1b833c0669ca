package io.cacheshrinker.agent.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

class CanariesTest {
  private static final long MILLI = 1_000_000;

  private final Canaries canaries = new Canaries();

  @Test
  void markingFinished_canariesStillYoung_isNeverTrue() {
    for (int i = 1; i < Canaries.YOUNG_COLLECTIONS_TO_BE_OLD; i++) {
      survived(false);
      assertThat(canaries.markingFinished()).isFalse();
      System.gc();
    }
  }

  @Test
  void markingFinished_afterAFullCollection_isToldOnceEach() {
    survived(true);
    assertThat(canaries.markingFinished()).as("only dropped just now").isFalse();
    collectUntil(() -> canaries.markingFinished());
    assertThat(canaries.markingFinished()).as("the next one was dropped").isFalse();
  }

  @Test
  void gateCleared_nobodyAsked_isFalse() {
    survived(true);
    System.gc();
    assertThat(canaries.gateCleared()).isFalse();
  }

  @Test
  void gateCleared_askedAgainMeanwhile_waitsForTheLaterGate() {
    survived(true);
    canaries.dropGate();
    assertThat(canaries.gateCleared()).isFalse();
    System.gc();
    canaries.dropGate();
    assertThat(canaries.gateCleared()).as("the earlier gate no longer counts").isFalse();
    collectUntil(() -> canaries.gateCleared());
  }

  @Test
  void gateCleared_onceTrue_isToldUntilTheNextGate() {
    survived(true);
    canaries.dropGate();
    assertThat(canaries.gateCleared()).isFalse();
    collectUntil(() -> canaries.gateCleared());
    for (int i = 0; i < 3; i++) {
      survived(true);
      assertThat(canaries.gateCleared()).isTrue();
    }
    canaries.dropGate();
    assertThat(canaries.gateCleared()).isFalse();
  }

  @Test
  void markingFinished_afterItHasProvedItsAge_isTold() {
    canaries.markingFinished();
    for (int i = 0; i < Canaries.COLLECTIONS_TO_PROVE_AGE; i++) {
      assertThat(canaries.markingFinished()).isFalse();
      survived(false);
    }
    System.gc();
    assertThat(canaries.markingFinished()).isTrue();
  }

  @Test
  void markingFinished_collectionsThatBeganBeforeTheDrop_proveNothing() {
    long before = System.nanoTime();
    canaries.markingFinished();
    for (int i = 0; i < Canaries.COLLECTIONS_TO_PROVE_AGE; i++) {
      canaries.survived(false, before);
    }
    System.gc();
    assertThat(canaries.markingFinished()).isFalse();
  }

  @Test
  void gateCleared_byAYoungCollection_waitsForAnother() {
    canaries.dropGate();
    assertThat(canaries.gateCleared()).isFalse();
    System.gc();
    assertThat(canaries.gateCleared()).as("young, and gone").isFalse();
    for (int i = 0; i < Canaries.COLLECTIONS_TO_PROVE_AGE; i++) {
      survived(false);
    }
    System.gc();
    assertThat(canaries.gateCleared()).isTrue();
  }

  @Test
  void look_laterCollectionHasEnded_leavesTheNewsToThat() {
    survived(true);
    canaries.markingFinished();
    System.gc();
    HeapAfterGc gc = new HeapAfterGc();
    canaries.look(cycle(gc, System.nanoTime(), 0).newest(false), System.nanoTime());
    assertThat(gc.markingFinished()).isFalse();
    canaries.look(cycle(gc, System.nanoTime(), 0), System.nanoTime());
    assertThat(gc.markingFinished()).isTrue();
  }

  @Test
  void look_stoppedCollectionThatWasUnderWay_hasTheNewsToo() {
    survived(true);
    canaries.markingFinished();
    System.gc();
    HeapAfterGc gc = new HeapAfterGc();
    long before = System.nanoTime();
    canaries.look(cycle(gc, before - MILLI, 0), before);
    assertThat(gc.markingFinished()).isTrue();

    canaries.look(cycle(gc, before - MILLI, 0), before + MILLI);
    assertThat(gc.markingFinished()).as("not exact").isFalse();
    canaries.look(cycle(gc, before - MILLI, MILLI), before + MILLI);
    assertThat(gc.markingFinished()).isTrue();
    canaries.look(cycle(gc, before + MILLI, MILLI), before + 3 * MILLI);
    assertThat(gc.markingFinished()).as("began later").isFalse();
  }

  private static HeapAfterGc cycle(HeapAfterGc gc, long startNanos, long pausedNanos) {
    return gc.collection(HeapAfterGc.Kind.CYCLE, startNanos, startNanos + MILLI)
        .paused(pausedNanos);
  }

  private void survived(boolean wholeHeap) {
    canaries.survived(wholeHeap, System.nanoTime());
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
