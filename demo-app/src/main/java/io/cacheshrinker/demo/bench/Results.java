package io.cacheshrinker.demo.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cacheshrinker.demo.bench.Cell.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file to which each cell is appended as soon as it is measured, as a line of JSON, so that hours
 * of cells need not be one run: a cell that the file has for this commit is not measured again. A
 * file may hold several commits and several benchmarks.
 */
final class Results {
  private final @Nullable Path file;
  private final String bench;
  private final String commit;
  private final ObjectMapper mapper = new ObjectMapper();
  private final Map<String, List<Row>> rowsByKey = new HashMap<>();

  private Results(@Nullable Path file, String bench, String commit) {
    this.file = file;
    this.bench = bench;
    this.commit = commit;
  }

  /** Knows nothing and keeps nothing. */
  static Results none() {
    return new Results(null, "", "");
  }

  /**
   * @param commit of the code that is measured
   * @param afresh nothing that the file has will do
   * @throws IOException the file cannot be read, or is something else
   */
  static Results in(Path file, String bench, String commit, boolean afresh) throws IOException {
    Results results = new Results(file, bench, commit);
    if (!afresh && Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        if (!line.isEmpty()) {
          results.read(line);
        }
      }
    }
    return results;
  }

  /** What the file has; null if it must be measured. */
  @Nullable List<Row> of(Task task) {
    return task.key().isEmpty() ? null : rowsByKey.get(task.key());
  }

  /**
   * Keeps what was measured.
   *
   * @throws IOException it cannot be written; the rows are good all the same
   */
  void add(Task task, List<Row> rows) throws IOException {
    if (file == null || task.key().isEmpty()) {
      return;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("commit", commit);
    line.put("bench", bench);
    line.put("key", task.key());
    line.put("rows", rows.stream().map(Row::values).toList());
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    // Begins a line of its own even if the last one was cut short.
    Files.writeString(
        file,
        System.lineSeparator() + mapper.writeValueAsString(line),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** A line that was cut short, by a kill while it was written, is a cell that was not measured. */
  private void read(String line) throws IOException {
    JsonNode cell;
    try {
      cell = mapper.readTree(line);
    } catch (JsonProcessingException e) {
      return;
    }
    if (!cell.path("commit").asText().equals(commit)
        || !cell.path("bench").asText().equals(bench)) {
      return;
    }
    List<Row> rows = new ArrayList<>();
    for (JsonNode node : cell.path("rows")) {
      Row row = new Row();
      mapper.convertValue(node, LinkedHashMap.class).forEach((k, v) -> row.with((String) k, v));
      rows.add(row);
    }
    rowsByKey.put(cell.path("key").asText(), rows);
  }
}
