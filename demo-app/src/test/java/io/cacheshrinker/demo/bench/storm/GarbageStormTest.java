package io.cacheshrinker.demo.bench.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Judging;
import io.cacheshrinker.demo.bench.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Feeds the judge rows. */
class GarbageStormTest {
  private final GarbageStorm bench = new GarbageStorm();

  @Test
  void nothingEvictedInTheStorm_andSomethingUnderPressure_holds() {
    assertThat(bench.judge(List.of(ours("Serial")))).hasSize(5).allMatch(Check::holds);
  }

  @Test
  void oneEvictionInTheStorm_fails() {
    assertFails(ours("Serial").with("evictions", 1L), "no evictions");
  }

  @Test
  void agentThatNeverEvicts_fails() {
    assertFails(ours("Serial").with("controlEvictions", 0L), "evicts under real pressure");
  }

  @Test
  void agentThatSawOneCacheOnly_fails() {
    assertFails(ours("Serial").with("shrinkers", 1L), "both caches seen");
  }

  @Test
  void stormThatWasNone_fails() {
    assertFails(ours("Serial").with("oldPeak", 0.7), "oldPeak > 0.8");
    assertFails(ours("ZGC").with("usedPeak", 0.7), "usedPeak > 0.8");
  }

  @Test
  void serviceThatWasNotHealthy_fails() {
    assertFails(ours("Serial").with("live", 0.51), "live < 0.5");
  }

  @Test
  void rivals_mayEvict() {
    Row rival = ours("Serial").with("variant", "usage-resizer").with("evictions", 5000L);
    assertThat(bench.judge(List.of(rival))).isEmpty();
  }

  private void assertFails(Row row, String claim) {
    Judging.assertFails(bench, claim, row);
  }

  private static Row ours(String collector) {
    return new Row()
        .with("variant", "ours")
        .with("gc", collector)
        .with("jdk", 17)
        .with("objects", "large")
        .with("evictions", 0L)
        .with("live", 0.45)
        .with("oldPeak", 0.95)
        .with("usedPeak", 0.95)
        .with("shrinkers", 2L)
        .with("controlEvictions", 100L);
  }
}
