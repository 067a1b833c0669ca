package io.cacheshrinker.demo.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Outcome NOW =
      new Outcome(
          1500,
          2,
          1,
          true,
          3,
          1,
          2,
          3,
          new ServiceStats(
              new ServiceStats.CacheNumbers(60, 40, 0, 40),
              new ServiceStats.CacheNumbers(50, 50, 0, 50),
              7),
          "x");

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Test
  void line_allKnown_saysHowFarAndWhatWentWrong() {
    assertThat(progress(false).line(NOW, 116_215))
        .isEqualTo(
            "with: 3 s, 1,500 of 116,215 requests, 500/s, 2 errors, 1 wrong, page cache 60.0 %");
  }

  @Test
  void show_terminal_rewritesOneLine() {
    Progress progress = progress(true);

    progress.show(NOW, 0);
    progress.show(NOW, 0);

    assertThat(text()).doesNotContain("\n").contains("\r");
  }

  @Test
  void show_noTerminal_printsOneOfFortyAndNoControlCharacters() {
    Progress progress = progress(false);

    for (int i = 0; i < 80; i++) {
      progress.show(NOW, 0);
    }

    assertThat(text().lines()).hasSize(2);
    assertThat(text()).doesNotContain("\r", "\u001b");
  }

  private Progress progress(boolean terminal) {
    return new Progress("with", terminal, new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
