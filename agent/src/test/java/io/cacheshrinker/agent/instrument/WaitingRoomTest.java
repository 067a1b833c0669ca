package io.cacheshrinker.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
  private final WaitingRoom room = new WaitingRoom();

  @Test
  void caches_ofAStorm_areRegisteredIfTheySurviveACollection() {
    Object longLived = new Object();
    room.enter(birth(longLived));
    for (int i = 0; i < 1000; i++) {
      room.enter(birth(new Object()));
    }

    try {
      List<Birth> survivors = new ArrayList<>();
      await()
          .until(
              () -> {
                System.gc();
                survivors.addAll(room.survivors());
                return room.isEmpty();
              });

      assertThat(survivors).hasSize(1).first().extracting(Birth::get).isSameAs(longLived);
    } finally {
      Reference.reachabilityFence(longLived);
    }
  }

  @Test
  void room_thatIsFull_letsNobodyIn() {
    Object cache = new Object();
    for (int i = 0; i < WaitingRoom.LIMIT; i++) {
      assertThat(room.enter(birth(cache))).isTrue();
    }

    assertThat(room.enter(birth(cache))).isFalse();
  }

  private static Birth birth(Object cache) {
    return new Birth(cache, Site.NOT_LOOKED_UP);
  }
}
