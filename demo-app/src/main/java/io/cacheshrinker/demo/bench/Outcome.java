package io.cacheshrinker.demo.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that a benchmark found. */
record Outcome(String bench, List<Row> rows, List<Check> checks) {

  /** Nothing was found to be wrong, and something was looked at. */
  boolean holds() {
    return !rows.isEmpty() && !checks.isEmpty() && checks.stream().allMatch(Check::holds);
  }

  String text() {
    StringBuilder text = new StringBuilder(Rows.table(rows));
    text.append(System.lineSeparator());
    for (Check check : checks) {
      text.append(check.holds() ? "holds  " : "FAILS  ")
          .append(check.claim())
          .append(": ")
          .append(check.seen())
          .append(System.lineSeparator());
    }
    return text.append(bench)
        .append(holds() ? ": holds" : ": DOES NOT HOLD")
        .append(System.lineSeparator())
        .toString();
  }

  /** One line. */
  String json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("bench", bench);
    all.put("holds", holds());
    all.put("rows", rows.stream().map(Row::values).toList());
    all.put("checks", checks);
    try {
      return new ObjectMapper().writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
