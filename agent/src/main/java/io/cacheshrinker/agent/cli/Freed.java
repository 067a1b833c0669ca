package io.cacheshrinker.agent.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many entries went, by target. */
final class Freed {
  private Freed() {}

  static void print(Targets.Answers<Long> answers, boolean json, PrintWriter out) {
    if (json) {
      List<Map<String, Object>> rows = new ArrayList<>();
      answers.byTarget.forEach((target, freed) -> rows.add(row(target, freed)));
      out.println(Json.write(rows));
      return;
    }
    answers.byTarget.forEach(
        (target, freed) ->
            out.println(answers.asked == 1 ? "freed " + freed : target + ": freed " + freed));
  }

  static Map<String, Object> row(String target, long freed) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("target", target);
    row.put("freed", freed);
    return row;
  }
}
