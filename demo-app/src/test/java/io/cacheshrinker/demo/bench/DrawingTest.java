package io.cacheshrinker.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawingTest {
  private static final String FIRST_COLOR = "rgb(192,57,43)";

  @TempDir private Path folder;

  @Test
  void lines_areDrawn_alsoIfOneOfThemIsEmpty() throws Exception {
    assertDrawn(
        new Picture.Lines(
            "Held by all caches",
            "seconds",
            "MiB",
            List.of(
                new Picture.Line("ours", List.of(0.0, 1.0), List.of(5.0, 7.0)),
                new Picture.Line("died at once", List.of(), List.of()))));
  }

  @Test
  void bars_areDrawn() throws Exception {
    assertDrawn(
        new Picture.Bars(
            "Held by all caches",
            "seconds",
            List.of("G1 17", "Serial 17"),
            List.of(new Picture.Bar("ours", List.of(5.0, 7.0)))));
  }

  private void assertDrawn(Picture picture) throws Exception {
    Path svg = folder.resolve("chart.svg");
    Drawing.write(svg, picture);
    DocumentBuilderFactory parser = DocumentBuilderFactory.newInstance();
    parser.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    assertThat(parser.newDocumentBuilder().parse(svg.toFile()).getDocumentElement().getTagName())
        .isEqualTo("svg");
    // Text is drawn as outlines, so that it looks alike without the fonts.
    assertThat(Files.readString(svg)).contains(FIRST_COLOR).doesNotContain("<text");
  }
}
