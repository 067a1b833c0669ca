package io.cacheshrinker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final AtomicInteger pauses = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final List<Throwable> told = new ArrayList<>();
  private boolean hasMore;

  private Rounds rounds(Rounds.Work... works) {
    return new Rounds(List.of(works), () -> hasMore, pauses::incrementAndGet, told::add);
  }

  private static void repeat(int times, Rounds rounds) {
    for (int i = 0; i < times; i++) {
      rounds.round();
    }
  }

  @Test
  void round_thatFailsEveryTime_isToldOnceAndPausesAfterEach() {
    hasMore = true;
    Rounds rounds =
        rounds(
            () -> {
              throw new IllegalStateException("a server's own refusal");
            });

    repeat(100, rounds);

    assertThat(told).hasSize(1);
    assertThat(pauses).hasValue(100);
  }

  @Test
  void works_afterOneThatFails_areDoneInTheSameRound() {
    Rounds rounds =
        rounds(
            () -> {
              throw new StackOverflowError("thrown by a test");
            },
            done::incrementAndGet);

    repeat(3, rounds);

    assertThat(done).hasValue(3);
  }

  @Test
  void failures_ofManyKinds_areToldUpToALimit() {
    Rounds rounds =
        rounds(
            () -> {
              throw new IllegalStateException("number " + done.incrementAndGet());
            });

    repeat(Rounds.MOST_TOLD + 10, rounds);

    assertThat(told).hasSize(Rounds.MOST_TOLD).doesNotHaveDuplicates();
  }

  @Test
  void failure_thatCannotBeTold_endsNothing() {
    Rounds rounds =
        new Rounds(
            List.of(
                () -> {
                  throw new InternalError("thrown by a test");
                },
                done::incrementAndGet),
            () -> false,
            pauses::incrementAndGet,
            failure -> {
              throw new InternalError("thrown by a test");
            });

    rounds.round();

    assertThat(done).hasValue(1);
    assertThat(pauses).hasValueGreaterThanOrEqualTo(1);
  }

  @Test
  void round_withMoreToDo_pausesNotAtAll() {
    hasMore = true;
    Rounds rounds = rounds(done::incrementAndGet);

    repeat(10, rounds);
    assertThat(pauses).hasValue(0);
    hasMore = false;
    rounds.round();

    assertThat(pauses).hasValue(1);
  }
}
