package io.cacheshrinker.demo.bench.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.Cell;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.Settings;
import io.cacheshrinker.demo.bench.pressure.waves.PressureWaves;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PressureBenchTest {
  private final PressureWaves bench = new PressureWaves();

  @Test
  void cells_searchFirst_overTheSameSeeds() {
    assertThat(bench.cells(settings(2, "static", "ours")))
        .extracting(Cell::label)
        .containsExactly(
            "G1 17 static, seed 5, searched at 0.44",
            "G1 17 static, seed 5, searched at 0.52",
            "G1 17 static, seed 5, searched at 0.60",
            "G1 17 static, seed 5, searched at 0.66",
            "G1 17 static, seed 6, searched at 0.44",
            "G1 17 static, seed 6, searched at 0.52",
            "G1 17 static, seed 6, searched at 0.60",
            "G1 17 static, seed 6, searched at 0.66",
            "G1 17 static, seed 5",
            "G1 17 static, seed 6",
            "G1 17 ours, seed 5",
            "G1 17 ours, seed 6");
  }

  @Test
  void result_takesTheBestParameterFirst() {
    List<Cell> cells = bench.cells(settings(1, "static"));
    List<Row> searched = List.of(row("0.44", 30), row("0.52", 20), row("0.60", 25));
    Cell result = cells.get(4);
    assertThat(result.plan().after(searched).key()).endsWith("[0.52, 0.6, 0.44]");
  }

  @Test
  void key_holdsAllThatDecidesTheOutcome() {
    String key = key(settings(1, "ours"));
    assertThat(key).contains("WavesVictim", "G1 17", "OURS", "seed=5", "waves=5", "heapMb=384");
    assertThat(key).isEqualTo(key(settings(2, "ours")));
    Settings other =
        new Settings(
            List.of(), List.of(), Set.of("ours"), 1, null, 5, Map.of(), Path.of("a"), "high=0.8");
    assertThat(key(other)).isNotEqualTo(key).contains("high=0.8");
  }

  private String key(Settings settings) {
    return bench.cells(settings).get(0).plan().after(List.of()).key();
  }

  private static Row row(String parameter, double load) {
    return new Row()
        .with("variant", "static")
        .with("gc", "G1")
        .with("jdk", 17)
        .with("search", true)
        .with("seed", 5)
        .with("parameter", parameter)
        .with("survived", true)
        .with("finished", true)
        .with("late", 1.0)
        .with("loadMicrosPerRequest", load);
  }

  private static Settings settings(int runs, String... variants) {
    return new Settings(
        List.of(), List.of(), Set.of(variants), runs, null, 5, Map.of(), Path.of("a"), "");
  }
}
