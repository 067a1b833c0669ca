package io.cacheshrinker.demo.bench.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Judging;
import io.cacheshrinker.demo.bench.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Feeds the judge rows. */
class StartupTest {
  private final Startup bench = new Startup();

  @Test
  void withinAllLimits_holds() {
    assertThat(bench.judge(List.of(plain(), caffeine()))).hasSize(6).allMatch(Check::holds);
  }

  @Test
  void byteBuddyWithoutACache_fails() {
    assertFails(plain().with("byteBuddyClasses", 1L), "Byte Buddy");
  }

  @Test
  void slowOrLargeWithoutACache_fails() {
    assertFails(plain().with("overEmptyMs", 30.1), "ms over the empty agent");
    assertFails(plain().with("extraClasses", 6L), "classes that the empty agent does not load");
  }

  @Test
  void slowOrLargeWithACache_fails() {
    assertFails(caffeine().with("firstCacheMs", 60.1), "first cache");
    assertFails(caffeine().with("extraRetainedMb", 3.1), "retained");
  }

  @Test
  void agentThatHadNotDoneItsWork_fails() {
    assertFails(caffeine().with("settled", false), "weighs the cache");
  }

  @Test
  void baselines_haveNoLimits() {
    assertThat(bench.judge(List.of(caffeine().with("variant", "empty agent")))).isEmpty();
  }

  private void assertFails(Row row, String claim) {
    Judging.assertFails(bench, claim, row);
  }

  private static Row plain() {
    return row("no cache").with("overEmptyMs", 5.0).with("byteBuddyClasses", 0L);
  }

  private static Row caffeine() {
    return row("Caffeine").with("firstCacheMs", 40.0).with("byteBuddyClasses", 34L);
  }

  private static Row row(String program) {
    return new Row()
        .with("variant", "ours")
        .with("gc", "G1")
        .with("jdk", 17)
        .with("program", program)
        .with("extraClasses", 3L)
        .with("extraRetainedMb", 1.0)
        .with("settled", true);
  }
}
