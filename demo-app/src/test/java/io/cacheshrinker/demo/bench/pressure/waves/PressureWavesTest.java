package io.cacheshrinker.demo.bench.pressure.waves;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Judging;
import io.cacheshrinker.demo.bench.Picture;
import io.cacheshrinker.demo.bench.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Feeds the judge rows. */
class PressureWavesTest {
  private final PressureWaves bench = new PressureWaves();

  @Test
  void asGoodAsTheBestFixedSizes_holds() {
    assertThat(bench.judge(List.of(best(1), ours(1)))).hasSize(5).allMatch(Check::holds);
  }

  @Test
  void concurrentCollector_isNotJudgedByItsCycles() {
    assertThat(bench.judge(List.of(best(1).with("gc", "ZGC"), ours(1).with("gc", "ZGC"))))
        .hasSize(4)
        .allMatch(Check::holds);
  }

  @Test
  void death_fails_andSoDoesNotComingToTheEnd() {
    assertFails(ours(1).with("survived", false), "no OutOfMemoryError");
    assertFails(ours(1).with("finished", false), "no OutOfMemoryError");
  }

  @Test
  void limits_areThoseOfTheClaim() {
    assertFails(ours(1).with("loadMicrosPerRequest", 106.0), "load time");
    assertFails(ours(1).with("wholeCollections", 13L), "full collections");
    assertFails(ours(1).with("regained", 0.89), "regained");
    assertFails(ours(1).with("evictedMb", 151.0), "evicted");
  }

  @Test
  void medianOfSeedsDecides_andTheWorstIsShown() {
    List<Row> rows = new ArrayList<>();
    for (int seed = 1; seed <= 3; seed++) {
      rows.add(best(seed));
      rows.add(ours(seed).with("regained", seed == 3 ? 0.5 : 0.95));
    }
    List<Check> checks = bench.judge(rows);
    assertThat(checks).allMatch(Check::holds);
    assertThat(checks).extracting(Check::seen).contains("0.950, worst 0.500");
  }

  @Test
  void withoutFixedSizesBeside_itIsNotShown() {
    assertThat(bench.judge(List.of(ours(1))))
        .filteredOn(check -> !check.holds())
        .extracting(Check::seen)
        .hasSize(2)
        .containsOnly("not measured in all runs");
  }

  @Test
  void rowsOfTheSearch_areNoResults() {
    assertThat(bench.shown(List.of(best(1).with("search", true), ours(1)))).hasSize(1);
  }

  @Test
  void picture_showsTheVariantsOfOneSeed_andWhatWasBesideTheCaches() {
    List<Row> rows = List.of(best(1), ours(1), best(2), ours(2));
    Picture picture = bench.picture(bench.shown(rows)).orElseThrow();
    assertThat(((Picture.Lines) picture).lines())
        .extracting(Picture.Line::name)
        .containsExactly("static", "ours", "live, in no cache");
  }

  private void assertFails(Row ours, String claim) {
    Judging.assertFails(bench, claim, best(1), ours);
  }

  private static Row best(int seed) {
    return row("static", seed).with("wholeCollections", 2L);
  }

  private static Row ours(int seed) {
    return row("ours", seed).with("wholeCollections", 7L);
  }

  private static Row row(String variant, int seed) {
    return new Row()
        .with("variant", variant)
        .with("gc", "Serial")
        .with("jdk", 17)
        .with("seed", seed)
        .with("survived", true)
        .with("finished", true)
        .with("waves", 5L)
        .with("loadMicrosPerRequest", 100.0)
        .with("evictedMb", 100.0)
        .with("neededMb", 100.0)
        .with("regained", 0.95)
        .with("courseSeconds", List.of(0.0, 0.5))
        .with("courseCachedMb", List.of(50.0, 60.0))
        .with("courseOtherMb", List.of(5.0, 5.0));
  }
}
