package io.cacheshrinker.demo.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Measures the cells of a benchmark one after the other, and says how far it is. */
final class Runner {
  private final PrintWriter progress;

  Runner(PrintWriter progress) {
    this.progress = progress;
  }

  /** A cell that cannot be measured is a check that fails; the others are measured all the same. */
  Outcome run(Bench bench, List<Cell> cells) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    List<Check> failed = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      progress.printf("%s %d/%d %s%n", bench.name(), i + 1, cells.size(), cell.label());
      try {
        rows.addAll(cell.measurement().take());
      } catch (VictimFailed e) {
        progress.println(e.lastWords());
        failed.add(new Check(cell.label() + " can be measured", e.lastWords(), false));
      }
    }
    List<Check> checks = new ArrayList<>(bench.judge(rows));
    checks.addAll(failed);
    return new Outcome(bench.name(), rows, checks);
  }
}
