package io.cacheshrinker.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.Cell.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  private static final Task WAVE = task("wave G1 17");
  private static final Row ROW =
      new Row()
          .with("variant", "ours")
          .with("jdk", 17)
          .with("share", 0.5)
          .with("survived", true)
          .with("cachedMb", List.of(1.0, 2.5));

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("below/results.jsonl");
  }

  @Test
  void keptCell_isThere_forTheSameBenchAndCommit() throws Exception {
    Results.in(file, "waves", "c1", false).add(WAVE, List.of(ROW));
    List<Row> rows = Results.in(file, "waves", "c1", false).of(WAVE);
    assertThat(rows).singleElement().extracting(Row::values).isEqualTo(ROW.values());
    assertThat(rows.get(0).series("cachedMb")).containsExactly(1.0, 2.5);
  }

  @Test
  void otherCommit_otherBench_otherKey_areMeasured() throws Exception {
    Results.in(file, "waves", "c1", false).add(WAVE, List.of(ROW));
    assertThat(Results.in(file, "waves", "c2", false).of(WAVE)).isNull();
    assertThat(Results.in(file, "leak", "c1", false).of(WAVE)).isNull();
    assertThat(Results.in(file, "waves", "c1", false).of(task("wave G1 25"))).isNull();
  }

  @Test
  void afresh_knowsNothing_andTheNewerLineCounts() throws Exception {
    Results.in(file, "waves", "c1", false).add(WAVE, List.of(ROW));
    Results afresh = Results.in(file, "waves", "c1", true);
    assertThat(afresh.of(WAVE)).isNull();
    afresh.add(WAVE, List.of(ROW.copy().with("share", 0.75)));
    assertThat(Results.in(file, "waves", "c1", false).of(WAVE))
        .singleElement()
        .extracting(row -> row.number("share"))
        .isEqualTo(0.75);
  }

  @Test
  void lineCutShort_isACellNotMeasured_andTheOthersStay() throws Exception {
    Results.in(file, "waves", "c1", false).add(WAVE, List.of(ROW));
    Files.writeString(file, "{\"commit\":\"c1\",\"ben", StandardOpenOption.APPEND);
    assertThat(Results.in(file, "waves", "c1", false).of(WAVE)).hasSize(1);
  }

  @Test
  void cellAfterALineCutShort_isKept() throws Exception {
    Results.in(file, "waves", "c1", false).add(WAVE, List.of(ROW));
    Files.writeString(file, "{\"commit\":\"c1\",\"ben", StandardOpenOption.APPEND);
    Results.in(file, "waves", "c1", false).add(task("next"), List.of(ROW));
    assertThat(Results.in(file, "waves", "c1", false).of(task("next"))).hasSize(1);
  }

  @Test
  void cellWithoutAKey_isNeverKept() throws Exception {
    Results.in(file, "waves", "c1", false).add(task(""), List.of(ROW));
    assertThat(file).doesNotExist();
  }

  @Test
  void none_keepsNothing() throws Exception {
    Results.none().add(WAVE, List.of(ROW));
    assertThat(Results.none().of(WAVE)).isNull();
  }

  private static Task task(String key) {
    return new Task(key, List::of);
  }
}
