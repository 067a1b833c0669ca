package io.cacheshrinker.agent.shrink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One file of test vectors, and which of its rows came out otherwise. */
final class VectorFile {
  /** Columns that describe a row's outcome start so. */
  private static final String EXPECTED = "expect_";

  final List<Map<String, String>> rows;
  final List<String> differences = new ArrayList<>();
  private final String name;

  VectorFile(Path directory, Predicate<String> fileName) throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found =
          files.filter(path -> fileName.test(path.getFileName().toString())).sorted().toList();
      if (found.size() != 1) {
        throw new IOException("one file of each kind expected in " + directory + ", not " + found);
      }
      file = found.get(0);
    }
    name = file.getFileName().toString();
    List<String> lines = Files.readAllLines(file);
    String[] columns = lines.get(0).split(",", -1);
    rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      if (cells.length != columns.length) {
        throw new IOException(name + ": a row of " + cells.length + " cells: " + line);
      }
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < columns.length; i++) {
        row.put(columns[i], cells[i]);
      }
      rows.add(row);
    }
  }

  /** Compares every expected column of the row; one that nobody answered is a difference too. */
  void compare(Map<String, String> row, Map<String, String> actual) {
    StringBuilder difference = new StringBuilder();
    row.forEach(
        (column, expected) -> {
          if (column.startsWith(EXPECTED)) {
            String got = actual.get(column.substring(EXPECTED.length()));
            if (!expected.equals(got)) {
              difference.append(' ').append(column).append('=').append(expected);
              difference.append(" but was ").append(got).append(';');
            }
          }
        });
    if (!difference.isEmpty()) {
      differences.add(name + " row " + row.get("row") + ":" + difference);
    }
  }
}
