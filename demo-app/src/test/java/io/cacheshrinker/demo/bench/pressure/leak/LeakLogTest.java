package io.cacheshrinker.demo.bench.pressure.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.pressure.leak.LeakLog.Look;
import org.junit.jupiter.api.Test;

/** The floor is at 10 bytes. */
class LeakLogTest {
  private final LeakLog log = new LeakLog(10);

  @Test
  void noAgent_reachesNothing() {
    look(100, 0, 0, "");
    assertThat(log.floorReached()).isZero();
    assertThat(log.futile()).isFalse();
    assertThat(log.passesToFutile()).isEqualTo(LeakLog.NEVER);
  }

  @Test
  void verdictAfterTheFloor_countsThePassesBetween() {
    look(100, 1, 10, "SHRINKING");
    look(9, 2, 90, "WAITING");
    look(12, 3, 95, "WAITING");
    look(12, 4, 99, "FUTILE");
    look(15, 4, 99, "FUTILE");
    assertThat(log.floorReached()).isEqualTo(1);
    assertThat(log.passesToFutile()).isEqualTo(2);
    assertThat(log.passesAfterFutile()).isZero();
  }

  @Test
  void verdictBeforeTheFloor_tookNoPasses() {
    look(11, 3, 90, "FUTILE");
    look(9, 4, 92, "FUTILE");
    assertThat(log.passesToFutile()).isZero();
    assertThat(log.passesAfterFutile()).isEqualTo(1);
    assertThat(log.freedAfterFutile()).isEqualTo(2);
  }

  @Test
  void floorAgain_countsOnlyAfterTheCachesHaveGrown() {
    look(9, 1, 90, "WAITING");
    look(12, 1, 90, "WAITING");
    look(9, 2, 93, "WAITING");
    assertThat(log.floorReached()).isEqualTo(1);
    look(21, 2, 93, "WAITING");
    look(9, 3, 110, "WAITING");
    assertThat(log.floorReached()).isEqualTo(2);
  }

  private void look(double cached, long passes, long freed, String verdict) {
    log.add(new Look(cached, passes, freed, verdict));
  }
}
