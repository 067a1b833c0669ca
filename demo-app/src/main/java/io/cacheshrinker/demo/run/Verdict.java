package io.cacheshrinker.demo.run;

import java.util.Locale;

/** Says in words what the tables show. */
final class Verdict {
  private Verdict() {}

  static String inWords(Report report) {
    String promise = promise(report);
    Comparison comparison = report.comparison();
    return comparison == null ? promise : promise + "\n" + hitRate(comparison);
  }

  private static String promise(Report report) {
    if (report.held()) {
      return "The promise was kept: it dies without the agent, and lives with it.";
    }
    if (!report.without().diedOfOutOfMemory()) {
      return report.without().survived()
          ? "Nothing is shown: the service survived without the agent; a smaller --xmx or more --seconds will tell."
          : "Nothing is shown: without the agent the service died, but not of OutOfMemoryError.";
    }
    return report.with().survived()
        ? "The promise was broken: the service survived, but not every request was answered right."
        : "The promise was broken: the service died with the agent too.";
  }

  private static String hitRate(Comparison comparison) {
    if (comparison.largest() == 0) {
      return "No fixed size survived.";
    }
    return String.format(
        Locale.ROOT,
        "The page cache's hit rate with the agent is %.2f points %s the best fixed size: %s.",
        Math.abs(comparison.pointsBelowBest()),
        comparison.pointsBelowBest() > 0 ? "below" : "above",
        comparison.within3Points() ? "within 3 points" : "more than 3 points away");
  }
}
