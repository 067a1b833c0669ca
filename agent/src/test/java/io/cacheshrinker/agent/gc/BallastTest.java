package io.cacheshrinker.agent.gc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BallastTest {
  private static final int CHUNKS = 9;

  private final Ballast ballast = new Ballast(CHUNKS * Ballast.CHUNK_BYTES);

  @Test
  void armOne_untilAllPlacesAreTaken_holdsAll() {
    for (int i = 1; i <= CHUNKS; i++) {
      assertThat(ballast.armOne()).isTrue();
      assertThat(ballast.heldBytes()).isEqualTo((long) i * Ballast.CHUNK_BYTES);
    }
    assertThat(ballast.armOne()).isFalse();
    assertThat(ballast.heldBytes()).isEqualTo(ballast.fullBytes());
  }

  @Test
  void releaseReserve_softChunksStay_andArmingFillsItAgain() {
    while (ballast.armOne()) {}
    ballast.releaseReserve();
    assertThat(ballast.heldBytes()).isBetween(1L, ballast.fullBytes() / 2);
    while (ballast.armOne()) {}
    assertThat(ballast.heldBytes()).isEqualTo(ballast.fullBytes());
  }

  @Test
  void release_afterAll_holdsNothingAndClearsNothing() {
    while (ballast.armOne()) {}
    ballast.release();
    assertThat(ballast.heldBytes()).isZero();
    assertThat(ballast.takeCleared()).isFalse();
  }

  @Test
  void takeCleared_allThere_isFalse() {
    while (ballast.armOne()) {}
    ballast.touch();
    assertThat(ballast.takeCleared()).isFalse();
    assertThat(ballast.heldBytes()).isEqualTo(ballast.fullBytes());
  }
}
