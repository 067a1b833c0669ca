package io.cacheshrinker.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Feeds rows to the judge of a benchmark. */
public final class Judging {
  private Judging() {}

  /** That claim fails, and it alone. */
  public static void assertFails(Bench bench, String claim, Row... rows) {
    assertThat(bench.judge(List.of(rows)))
        .filteredOn(check -> !check.holds())
        .singleElement()
        .extracting(Check::claim)
        .asString()
        .contains(claim);
  }
}
