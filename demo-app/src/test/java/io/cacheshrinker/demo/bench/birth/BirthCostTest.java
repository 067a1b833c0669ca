package io.cacheshrinker.demo.bench.birth;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Judging;
import io.cacheshrinker.demo.bench.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Feeds the judge rows. */
class BirthCostTest {
  private final BirthCost bench = new BirthCost();

  @Test
  void withinAllLimits_holds() {
    assertThat(bench.judge(List.of(kept(), request()))).hasSize(8).allMatch(Check::holds);
  }

  @Test
  void dearBirth_fails() {
    assertFails(request().with("extraMicros", 3.1), "µs more");
    assertFails(request().with("extraBytes", 129.0), "bytes more");
    assertFails(kept().with("extraBytes", 301.0), "bytes more");
  }

  @Test
  void leak_fails() {
    assertFails(request().with("extraRetainedBytes", 1.1e6), "bytes retained in all");
    assertFails(request().with("shrinkers", 1L), "none stays registered");
    assertFails(kept().with("extraRetainedBytes", 4.2e6), "bytes retained for each cache");
  }

  @Test
  void cacheThatWasMissed_fails() {
    assertFails(kept().with("shrinkers", 1999L), "all are registered");
  }

  private void assertFails(Row row, String claim) {
    Judging.assertFails(bench, claim, row);
  }

  private static Row kept() {
    return row().with("life", "kept").with("births", 2000).with("shrinkers", 2000L);
  }

  private static Row request() {
    return row().with("life", "request").with("births", 200_000).with("shrinkers", 0L);
  }

  private static Row row() {
    return new Row()
        .with("variant", "ours")
        .with("gc", "G1")
        .with("jdk", 17)
        .with("library", "Caffeine")
        .with("threads", 1)
        .with("extraMicros", 1.0)
        .with("extraBytes", 40.0)
        .with("extraRetainedBytes", 1000.0);
  }
}
