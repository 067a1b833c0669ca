package io.cacheshrinker.demo.bench.pressure.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Judging;
import io.cacheshrinker.demo.bench.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Feeds the judge rows. */
class LeakTest {
  private final Leak bench = new Leak();

  @Test
  void handsOffALeak_holds() {
    assertThat(bench.judge(List.of(none(), ours()))).hasSize(6).allMatch(Check::holds);
  }

  @Test
  void limits_areThoseOfTheClaim() {
    assertFails(ours().with("survived", true), "dies of OutOfMemoryError");
    assertFails(ours().with("floorReached", 2L), "floor reached once");
    assertFails(ours().with("futile", false), "called FUTILE");
    assertFails(ours().with("passesToFutile", 4L), "passes from there");
    assertFails(ours().with("seconds", 9.7), "time to OutOfMemoryError");
    assertFails(ours().with("agentCpuShare", 0.011), "CPU time");
  }

  @Test
  void withoutAVictimBeside_itIsNotShown() {
    Judging.assertFails(bench, "time to OutOfMemoryError", ours());
  }

  private void assertFails(Row ours, String claim) {
    Judging.assertFails(bench, claim, none(), ours);
  }

  private static Row none() {
    return row("none").with("seconds", 10.0);
  }

  private static Row ours() {
    return row("ours")
        .with("seconds", 18.0)
        .with("floorReached", 1L)
        .with("futile", true)
        .with("passesToFutile", 1L)
        .with("agentCpuShare", 0.004);
  }

  private static Row row(String variant) {
    return new Row()
        .with("variant", variant)
        .with("gc", "Serial")
        .with("jdk", 17)
        .with("seed", 1)
        .with("survived", false);
  }
}
