package io.cacheshrinker.agent.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows in aligned columns, numbers to the right; the first row is the header. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();
  private final List<Boolean> numeric = new ArrayList<>();

  void row(List<?> cells) {
    List<String> row = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      boolean number = cells.get(i) instanceof Number;
      String text =
          number
              ? String.format(Locale.ROOT, "%,d", ((Number) cells.get(i)).longValue())
              : "" + cells.get(i);
      row.add(text);
      if (i == widths.size()) {
        widths.add(0);
        numeric.add(false);
      }
      widths.set(i, Math.max(widths.get(i), text.length()));
      numeric.set(i, numeric.get(i) || number);
    }
    rows.add(row);
  }

  int size() {
    return rows.size();
  }

  void print(PrintWriter out) {
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String padding = " ".repeat(widths.get(i) - row.get(i).length());
        line.append(i == 0 ? "" : "  ");
        line.append(numeric.get(i) ? padding + row.get(i) : row.get(i) + padding);
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
