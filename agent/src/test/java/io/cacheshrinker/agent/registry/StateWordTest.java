package io.cacheshrinker.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StateWordTest {
  private final StateWord word = new StateWord();

  @Test
  void pin_beforePublish_refused() {
    assertThat(word.pin()).isFalse();
    assertThat(word.isLive()).isFalse();
    assertThat(word.pins()).isZero();
  }

  @Test
  void pin_live_countedUntilUnpinned() {
    word.publish();
    assertThat(word.pin()).isTrue();
    assertThat(word.pin()).isTrue();
    assertThat(word.pins()).isEqualTo(2);
    assertThat(word.unpin()).isFalse();
    assertThat(word.unpin()).isFalse();
    assertThat(word.pins()).isZero();
    assertThat(word.isLive()).isTrue();
  }

  @Test
  void pin_atLimit_refusedAndNothingWraps() {
    StateWord full = new StateWord(StateWord.LIMIT - 1);
    full.publish();
    assertThat(full.pin()).isTrue();
    assertThat(full.pin()).isFalse();
    assertThat(full.isLive()).isTrue();
    full.unpin();
    assertThat(full.pin()).isTrue();
  }

  @Test
  void publish_afterDetach_staysRefused() {
    word.detach();
    word.publish();
    assertThat(word.pin()).isFalse();
    assertThat(word.isLive()).isFalse();
  }

  @Test
  void detach_withoutPins_drainedAtOnce() {
    word.publish();
    word.detach();
    assertThat(word.awaitDrained(0)).isTrue();
    assertThat(word.pin()).isFalse();
  }

  @Test
  void detach_withPins_drainedByTheLast() {
    word.publish();
    word.pin();
    word.pin();
    word.detach();
    assertThat(word.awaitDrained(0)).isFalse();
    assertThat(word.unpin()).isFalse();
    assertThat(word.awaitDrained(0)).isFalse();
    assertThat(word.unpin()).isFalse();
    assertThat(word.awaitDrained(0)).isTrue();
  }

  @Test
  void handOver_withPins_leavesTheUnlinkingToTheLast() {
    word.publish();
    word.pin();
    word.pin();
    assertThat(word.handOver()).isFalse();
    assertThat(word.unpin()).isFalse();
    assertThat(word.unpin()).isTrue();
  }

  @Test
  void handOver_withoutPins_leavesTheUnlinkingToTheCaller() {
    assertThat(word.handOver()).isTrue();
    assertThat(word.awaitDrained(0)).isTrue();
  }

  @Test
  void awaitDrained_interrupted_waitsOnAndKeepsTheInterrupt() {
    word.publish();
    word.detach();
    Thread.currentThread().interrupt();
    assertThat(word.awaitDrained(Long.MAX_VALUE / 2)).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }
}
