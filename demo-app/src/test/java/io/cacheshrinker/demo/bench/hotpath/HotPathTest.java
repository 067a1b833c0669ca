package io.cacheshrinker.demo.bench.hotpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Judging;
import io.cacheshrinker.demo.bench.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Feeds the judge rows. */
class HotPathTest {
  private final HotPath bench = new HotPath();

  @Test
  void asFastAsWithout_holds() {
    assertThat(bench.judge(List.of(none(), ours(), primed()))).hasSize(7).allMatch(Check::holds);
  }

  @Test
  void slower_fails() {
    assertFails(ours().with("ratioHigh", 0.989), "95 % interval");
  }

  @Test
  void slowerBecausePrimed_isOnlyPrinted() {
    assertThat(bench.judge(List.of(primed().with("ratioHigh", 0.4)))).allMatch(Check::holds);
  }

  @Test
  void primingThatWasNotMeasured_fails() {
    assertFails(primed().with("recordsReads", false), "reads recorded");
  }

  @Test
  void cacheThatWasMissed_fails() {
    assertFails(ours().with("shrinkers", 0.0), "is registered");
  }

  @Test
  void pressure_fails() {
    assertFails(ours().with("passes", 1.0), "no pass");
  }

  private void assertFails(Row row, String claim) {
    Judging.assertFails(bench, claim, row);
  }

  private static Row primed() {
    return ours().with("cache", Scene.CAFFEINE_PRIMED.label).with("recordsReads", true);
  }

  private static Row ours() {
    return none()
        .with("variant", "ours")
        .with("shrinkers", 1.0)
        .with("ratio", 0.99)
        .with("ratioLow", 0.97)
        .with("ratioHigh", 1.01);
  }

  private static Row none() {
    return new Row()
        .with("variant", "none")
        .with("gc", "G1")
        .with("jdk", 17)
        .with("library", "Caffeine")
        .with("cache", "full")
        .with("shrinkers", 0.0)
        .with("passes", 0.0)
        .with("recordsReads", false);
  }
}
