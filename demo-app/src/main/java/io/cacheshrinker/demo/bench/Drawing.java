package io.cacheshrinker.demo.bench;

import io.cacheshrinker.demo.run.Svg;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws pictures. */
final class Drawing {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;
  private static final float LINE_WIDTH = 1.6f;

  private static final Color[] COLORS = {
    new Color(0xC0392B),
    new Color(0x1F6FB2),
    new Color(0x2E8B57),
    new Color(0xD08A1D),
    new Color(0x7D4FA8),
    new Color(0x707070),
    new Color(0x17A2A2)
  };

  private Drawing() {}

  static void write(Path svg, Picture picture) throws IOException {
    Svg.withoutScreen();
    Svg.write(
        svg,
        picture instanceof Picture.Lines lines
            ? lineChart(lines)
            : barChart((Picture.Bars) picture));
  }

  private static XYChart lineChart(Picture.Lines lines) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(lines.title())
            .xAxisTitle(lines.xTitle())
            .yAxisTitle(lines.yTitle())
            .build();
    style(chart);
    chart.getStyler().setXAxisMin(0.0).setXAxisDecimalPattern("0");
    for (Picture.Line line : lines.lines()) {
      if (!line.x().isEmpty()) {
        chart
            .addSeries(line.name(), line.x(), line.y())
            .setMarker(SeriesMarkers.NONE)
            .setLineWidth(LINE_WIDTH);
      }
    }
    return chart;
  }

  private static CategoryChart barChart(Picture.Bars bars) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(bars.title())
            .yAxisTitle(bars.yTitle())
            .build();
    style(chart);
    bars.bars().forEach(bar -> chart.addSeries(bar.name(), bars.groups(), bar.heights()));
    return chart;
  }

  private static void style(Chart<?, ?> chart) {
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setSeriesColors(COLORS);
  }
}
