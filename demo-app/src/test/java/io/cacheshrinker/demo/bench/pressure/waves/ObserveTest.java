package io.cacheshrinker.demo.bench.pressure.waves;

import static io.cacheshrinker.demo.bench.Judging.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObserveTest {
  private final Observe observe = new Observe();

  @Test
  void judge_saidNearlyWhatIsDone_holds() {
    assertThat(observe.judge(List.of(done(1000), said(0, 1140)))).allMatch(Check::holds);
  }

  @Test
  void judge_saidTooMuch_fails() {
    assertFails(observe, "off by", done(1000), said(0, 1160));
  }

  @Test
  void judge_saidTooLittle_fails() {
    assertFails(observe, "off by", done(1000), said(0, 840));
  }

  @Test
  void judge_nothingToCompareWith_fails() {
    assertFails(observe, "off by", said(0, 1000));
  }

  @Test
  void judge_observedAndYetEvicted_fails() {
    assertFails(observe, "evicts nothing", done(1000), said(1, 1000));
  }

  private static Row done(long entries) {
    return row("ours").with("agentFreed", entries).with("agentWouldBeFreed", 0);
  }

  private static Row said(long freed, long entries) {
    return row("observe").with("agentFreed", freed).with("agentWouldBeFreed", entries);
  }

  private static Row row(String variant) {
    return new Row().with("variant", variant).with("gc", "Serial").with("jdk", 17).with("seed", 1);
  }
}
