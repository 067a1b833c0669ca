package io.cacheshrinker.demo.bench.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchTest {
  @Test
  void ranking_putsTheCheapestMedianFirst() {
    assertThat(search(row(0.1, 5), row(0.2, 3), row(0.1, 6), row(0.2, 4)).ranking())
        .containsExactly(0.2, 0.1);
  }

  @Test
  void parameterThatFailedForASeed_isBehindOneThatNeverDid() {
    assertThat(search(row(0.1, 5), row(0.2, 3), row(0.1, 6), row(0.2, no())).ranking())
        .containsExactly(0.1, 0.2);
  }

  @Test
  void inWords_namesAllThatWasTried() {
    assertThat(search(row(0.1, 5), row(0.2, no())).inWords()).isEqualTo("0.10:5.0 0.20:no");
  }

  private static double no() {
    return Search.OUT_OF_THE_QUESTION;
  }

  private static Search search(Row... rows) {
    return new Search(List.of(rows), row -> row.has("cost") ? row.number("cost") : no());
  }

  private static Row row(double parameter, double cost) {
    Row row = new Row().with(Scene.PARAMETER, "%.2f".formatted(parameter));
    return Double.isFinite(cost) ? row.with("cost", cost) : row;
  }
}
