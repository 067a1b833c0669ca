package io.cacheshrinker.demo.bench.pressure.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Judging;
import io.cacheshrinker.demo.bench.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Feeds the judge rows. */
class WarmupTest {
  private final Warmup bench = new Warmup();

  @Test
  void nothingEvictedWhileTheHeapGrows_holds() {
    assertThat(bench.judge(List.of(ours()))).hasSize(4).allMatch(Check::holds);
  }

  @Test
  void limits_areThoseOfTheClaim() {
    assertFails(ours().with("evictions", 1L), "no evictions");
    assertFails(ours().with("live", 0.7), "live");
    assertFails(ours().with("committedMb", 32.0), "the heap grew");
    assertFails(ours().with("controlEvictions", 0L), "evicts under real pressure");
  }

  private void assertFails(Row ours, String claim) {
    Judging.assertFails(bench, claim, ours);
  }

  private static Row ours() {
    return new Row()
        .with("variant", "ours")
        .with("gc", "G1")
        .with("jdk", 17)
        .with("live", 0.6)
        .with("committedAtStartMb", 32.0)
        .with("committedMb", 380.0)
        .with("evictions", 0L)
        .with("controlEvictions", 100L);
  }
}
