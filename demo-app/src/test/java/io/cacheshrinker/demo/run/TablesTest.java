package io.cacheshrinker.demo.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TablesTest {
  @Test
  void toString_cellsOfAllLengths_alignsNamesLeftAndNumbersRight() {
    Table table = new Table().row("", "a", "bbb").row("name", "1,000", "2");

    assertThat(table).hasToString("           a   bbb\nname   1,000     2\n");
  }

  @Test
  void sideBySide_diedAndLived_showsBoth() {
    Base base =
        new Base(new BaseLiveSet(20 << 20, 100 << 20), new BaseLiveSet(25 << 20, 100 << 20));

    String table = Tables.sideBySide(Results.died(), Results.lived(), base).toString();

    assertThat(row(table, "survived")).contains("no, exit 3, OutOfMemoryError", "yes");
    assertThat(row(table, "requests")).contains("80,264", "116,215");
    assertThat(row(table, "errors")).contains("39", "0");
    assertThat(row(table, "hit rate, page cache")).contains("68.90 %", "66.00 %");
    assertThat(row(table, "full GCs")).contains("4");
    assertThat(row(table, "evicted by the agent")).contains("12,345");
    assertThat(row(table, "agent's CPU time, ms")).contains("79");
    assertThat(row(table, "agent's heap, reserve included, kB")).contains("5,120");
    assertThat(row(table, "live when caches are empty")).contains("20,480 kB, 0.20 of capacity");
  }

  @Test
  void sideBySide_neverStarted_hasDashesForWhatIsNotKnown() {
    PhaseResult notStarted = PhaseResult.notStarted(1, false, "no such option");

    String table = Tables.sideBySide(Results.died(), notStarted, null).toString();

    assertThat(row(table, "survived")).contains("no, exit 1");
    assertThat(row(table, "evicted by the agent")).endsWith("-");
  }

  @Test
  void fixedSizes_rows_endWithTheAgent() {
    Comparison comparison =
        new Comparison(20_000, List.of(new Comparison.Row(20_000, 1, Results.lived(.67))), .66);

    String table = Tables.fixedSizes(comparison, Results.lived()).toString();

    assertThat(row(table, "20,000")).contains("1.00", "yes", "67.00 %");
    assertThat(row(table, "with the agent")).contains("66.00 %");
  }

  private static String row(String table, String name) {
    return table.lines().filter(line -> line.startsWith(name)).findFirst().orElseThrow();
  }
}
