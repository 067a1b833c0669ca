package io.cacheshrinker.demo.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartTest {
  @Test
  void write_logsOfBothServices_drawsALineForEach(@TempDir Path root) throws IOException {
    Setting setting =
        new Setting(new Places(root), root, Collector.G1, new Bytes(160L << 20), 8, 0, false);
    log(setting, Variant.WITHOUT, 100, 159);
    log(setting, Variant.WITH, 100, 90);
    Path svg = root.resolve("chart.svg");

    Chart.write(svg, setting, Results.died(), Results.lived());

    assertThat(Files.readString(svg))
        .contains("<svg", "stroke:rgb(192,57,43)", "stroke:rgb(31,111,178)", "</svg>");
  }

  private static void log(Setting setting, Variant variant, int first, int second)
      throws IOException {
    Path folder = Files.createDirectories(setting.places().work(variant.name()));
    String form = "[%d.0s][info][gc] GC(%d) Pause Full (x) 160M->%dM(160M) 20.1ms%n";
    Files.writeString(
        folder.resolve("gc.log"), form.formatted(1, 0, first) + form.formatted(2, 1, second));
  }
}
