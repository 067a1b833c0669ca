package io.cacheshrinker.demo.bench;

import io.cacheshrinker.demo.bench.Cell.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measures the cells of a benchmark one after the other, and says how far it is. */
final class Runner {
  private final PrintWriter progress;
  private final Results results;

  Runner(PrintWriter progress, Results results) {
    this.progress = progress;
    this.results = results;
  }

  /** A cell that cannot be measured is a check that fails; the others are measured all the same. */
  Outcome run(Bench bench, List<Cell> cells) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    List<Check> failed = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      progress.printf("%s %d/%d %s", bench.name(), i + 1, cells.size(), cell.label());
      try {
        rows.addAll(rows(cell.plan().after(Collections.unmodifiableList(rows))));
      } catch (VictimFailed e) {
        progress.println(e.lastWords());
        failed.add(new Check(cell.label() + " can be measured", e.lastWords(), false));
      }
    }
    List<Check> checks = new ArrayList<>(bench.judge(rows));
    checks.addAll(failed);
    return new Outcome(bench.name(), bench.shown(rows), checks);
  }

  private List<Row> rows(Task task) throws VictimFailed, InterruptedException {
    List<Row> known = results.of(task);
    progress.println(known == null ? "" : ": measured before");
    if (known != null) {
      return known;
    }
    List<Row> rows = task.measurement().take();
    try {
      results.add(task, rows);
    } catch (IOException e) {
      progress.println("not kept, and measured again next time: " + e);
    }
    return rows;
  }
}
