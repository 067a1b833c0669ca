package io.cacheshrinker.demo.run;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws both services of a run, from the logs of their collections: heap used after each. */
final class Chart {
  private static final Color RED = new Color(0xC0392B);
  private static final Color BLUE = new Color(0x1F6FB2);
  private static final Color GREY = new Color(0x909090);

  /** Stretches of time with three points at most: no more can be seen at this width. */
  private static final int STRETCHES = 120;

  private Chart() {}

  /** Writes an SVG picture. */
  static void write(Path svg, Setting setting, PhaseResult without, PhaseResult with)
      throws IOException {
    Svg.withoutScreen();
    HeapLog before = read(setting, Variant.WITHOUT);
    HeapLog after = read(setting, Variant.WITH);
    XYChart chart = chart(setting);
    double heap = setting.xmx().count() / (double) (1 << 20);
    double end = Math.max(before.lastSecond(), after.lastSecond());
    line(chart, "maximum heap", List.of(0.0, end), List.of(heap, heap), GREY);
    line(chart, "without: " + fate(without), before.seconds(), before.megabytes(), RED);
    line(chart, "with the agent: " + fate(with), after.seconds(), after.megabytes(), BLUE);
    if (!without.survived() && !before.isEmpty()) {
      cross(chart, before);
    }
    Svg.write(svg, chart);
  }

  private static HeapLog read(Setting setting, Variant variant) throws IOException {
    return HeapLog.read(setting.places().work(variant.name()).resolve("gc.log")).thinned(STRETCHES);
  }

  private static XYChart chart(Setting setting) {
    XYChart chart =
        new XYChartBuilder()
            .width(820)
            .height(380)
            .title(
                "Heap used after each collection, %s, -Xmx%s"
                    .formatted(setting.collector(), setting.xmx()))
            .xAxisTitle("seconds since the JVM started")
            .yAxisTitle("MiB")
            .build();
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setXAxisDecimalPattern("0");
    return chart;
  }

  private static String fate(PhaseResult result) {
    return result.survived() ? "alive, all answered" : "dead, OutOfMemoryError";
  }

  private static void line(
      XYChart chart, String name, List<Double> x, List<Double> y, Color color) {
    if (!x.isEmpty()) {
      XYSeries series = chart.addSeries(name, x, y);
      series.setMarker(SeriesMarkers.NONE).setLineColor(color).setLineWidth(1.4f);
    }
  }

  private static void cross(XYChart chart, HeapLog log) {
    int last = log.seconds().size() - 1;
    XYSeries end =
        chart.addSeries(
            "end",
            Collections.singletonList(log.seconds().get(last)),
            Collections.singletonList(log.megabytes().get(last)));
    end.setMarker(SeriesMarkers.CROSS).setMarkerColor(RED).setShowInLegend(false);
  }
}
