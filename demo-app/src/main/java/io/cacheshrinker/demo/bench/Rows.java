package io.cacheshrinker.demo.bench;

import io.cacheshrinker.demo.run.Table;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rows as a table: a column per key, in the order in which keys first appear. */
final class Rows {
  private static final String NOTHING = "·";

  private Rows() {}

  static String table(Collection<Row> rows) {
    Set<String> keys = new LinkedHashSet<>();
    rows.forEach(row -> row.values().forEach((key, value) -> addUnlessSeries(keys, key, value)));
    Table table = new Table().row(keys.toArray(String[]::new));
    rows.forEach(row -> table.row(cells(row, keys)));
    return table.toString();
  }

  private static void addUnlessSeries(Set<String> keys, String key, Object value) {
    if (!(value instanceof List)) {
      keys.add(key);
    }
  }

  private static String[] cells(Row row, Set<String> keys) {
    return keys.stream().map(key -> shown(row, key)).toArray(String[]::new);
  }

  private static String shown(Row row, String key) {
    Object value = row.values().get(key);
    if (value == null) {
      return NOTHING;
    }
    return value instanceof Double number ? rounded(number) : value.toString();
  }

  /** Three digits that mean something are enough for a reader; the JSON line has them all. */
  private static String rounded(double number) {
    double size = Math.abs(number);
    return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", number);
  }
}
