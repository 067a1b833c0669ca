package io.cacheshrinker.demo.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.internal.chartpart.Chart;

/** Writes charts as pictures that need neither fonts nor a screen. */
public final class Svg {
  private static final Pattern MORE_DECIMALS = Pattern.compile("([0-9]\\.[0-9]{2})[0-9]+");

  private Svg() {}

  /** To be called before the first chart is made. */
  public static void withoutScreen() {
    System.setProperty("java.awt.headless", "true");
  }

  public static void write(Path svg, Chart<?, ?> chart) throws IOException {
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    VectorGraphicsEncoder.saveVectorGraphic(chart, picture, VectorGraphicsFormat.SVG);
    Files.writeString(svg, rounded(picture.toString(StandardCharsets.UTF_8)));
  }

  /** Hundredths of a pixel are enough, and make the file half as large. */
  private static String rounded(String svg) {
    return MORE_DECIMALS.matcher(svg).replaceAll("$1");
  }
}
