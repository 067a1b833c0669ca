package io.cacheshrinker.demo.bench.pressure.burst;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Judging;
import io.cacheshrinker.demo.bench.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Feeds the judge rows. */
class BurstTest {
  private final Burst bench = new Burst();

  @Test
  void oursSurvives_whereNobodyElseDoes_holds() {
    assertThat(bench.judge(List.of(row("none", false), row("ours", true))))
        .hasSize(3)
        .allMatch(Check::holds);
  }

  @Test
  void oneDeathOfOurs_fails() {
    assertFails("survives every trial", row("none", false), row("ours", true), row("ours", false));
  }

  @Test
  void burstThatWasNone_fails() {
    assertFails("without the agent", row("none", true), row("ours", true));
  }

  @Test
  void deathBeforeTheBurst_fails() {
    Row early = new Row().with("variant", "none").with("gc", "G1").with("jdk", 17);
    assertFails("were full before", early.with("survived", false), row("ours", true));
  }

  private void assertFails(String claim, Row... rows) {
    Judging.assertFails(bench, claim, rows);
  }

  private static Row row(String variant, boolean survived) {
    return new Row()
        .with("variant", variant)
        .with("gc", "G1")
        .with("jdk", 17)
        .with("survived", survived)
        .with("burstMb", 100.0);
  }
}
