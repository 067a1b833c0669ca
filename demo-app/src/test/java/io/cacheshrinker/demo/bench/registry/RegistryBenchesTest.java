package io.cacheshrinker.demo.bench.registry;

import static io.cacheshrinker.demo.bench.Judging.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.Bench;
import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Feeds the judges rows. */
class RegistryBenchesTest {
  private final Bench storm = new RegistryStorm();
  private final Bench stuck = new RegistryStuck();
  private final Bench stress = new RegistryStress();

  @Test
  void storm_asFastAsTheControl_holds() {
    assertThat(storm.judge(List.of(turn("burn", 1), turn("passes", 0.98))))
        .hasSize(2)
        .allMatch(Check::holds);
  }

  @Test
  void storm_slowerOrWithoutPasses_fails() {
    assertFails(storm, "98 %", turn("passes", 0.979));
    assertFails(storm, "passes ran", turn("passes", 1).with("passes", 0.0));
  }

  @Test
  void storm_baselines_areNotJudged() {
    assertThat(storm.judge(List.of(turn("passes", 0.1).with("variant", "srcu")))).isEmpty();
  }

  @Test
  void stuck_nobodyWaits_holds() {
    assertThat(stuck.judge(List.of(turn("passes", 1), turn("stuck", 0.9))))
        .hasSize(2)
        .allMatch(Check::holds);
  }

  @Test
  void stuck_slowerOrWithLateCloses_fails() {
    assertFails(stuck, "90 %", turn("passes", 1), turn("stuck", 0.89));
    assertFails(
        stuck, "p99.9", turn("passes", 1), turn("stuck", 1).with("closeP999Micros", 6_001.0));
  }

  @Test
  void stress_noLocksAndFewPins_holds() {
    assertThat(stress.judge(List.of(profile()))).hasSize(3).allMatch(Check::holds);
  }

  @Test
  void stress_locksOrPinsOrTooFewSamples_fails() {
    assertFails(stress, "in locks", profile().with("lockShare", 0.001));
    assertFails(stress, "in pin", profile().with("pinShare", 0.01));
    assertFails(stress, "samples", profile().with("passSamples", 999L));
  }

  private static Row turn(String meanwhile, double againstControl) {
    return ours()
        .with("meanwhile", meanwhile)
        .with("againstControl", againstControl)
        .with("passes", 100.0)
        .with("closeP999Micros", 1_000.0);
  }

  private static Row profile() {
    return ours().with("passSamples", 2_000L).with("lockShare", 0.0).with("pinShare", 0.005);
  }

  static Row ours() {
    return new Row().with("variant", "ours").with("gc", "G1").with("jdk", 17);
  }
}
