package io.cacheshrinker.demo.bench.pressure.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Judging;
import io.cacheshrinker.demo.bench.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Feeds the judge rows. */
class TailTest {
  private final Tail bench = new Tail();

  @Test
  void passesThatDoNotShow_hold() {
    assertThat(bench.judge(List.of(ours()))).hasSize(3).allMatch(Check::holds);
  }

  @Test
  void limits_areThoseOfTheClaim() {
    assertFails(ours().with("p999Ratio", 1.21), "p99.9");
    assertFails(ours().with("passes", 0L), "there were passes");
    assertFails(ours().with("survived", false), "survives");
  }

  private void assertFails(Row ours, String claim) {
    Judging.assertFails(bench, claim, ours);
  }

  private static Row ours() {
    return new Row()
        .with("variant", "ours")
        .with("gc", "G1")
        .with("jdk", 17)
        .with("survived", true)
        .with("passes", 24L)
        .with("p999Ratio", 1.1);
  }
}
