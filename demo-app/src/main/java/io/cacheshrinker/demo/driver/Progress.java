package io.cacheshrinker.demo.driver;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows how far the replay is: one line that changes on a terminal, elsewhere a new line now and
 * then.
 */
final class Progress {
  static final long INTERVAL_MILLIS = 250;
  private static final int PLAIN_EVERY = 40;

  private final String label;
  private final boolean terminal;
  private final PrintStream out;
  private int shown;

  Progress(String label, boolean terminal, PrintStream out) {
    this.label = label;
    this.terminal = terminal;
    this.out = out;
  }

  /** Called every {@link #INTERVAL_MILLIS}, from one thread. */
  void show(Outcome now, long expectedRequests) {
    shown++;
    if (terminal) {
      // Back to the first column, and clear what the longer line before may have left.
      out.print("\r\u001b[K" + line(now, expectedRequests));
      out.flush();
    } else if (shown % PLAIN_EVERY == 0) {
      out.println(line(now, expectedRequests));
    }
  }

  void end(Outcome now, long expectedRequests) {
    if (terminal) {
      out.print("\r\u001b[K");
    }
    out.println(line(now, expectedRequests));
  }

  String line(Outcome now, long expectedRequests) {
    String of = expectedRequests > 0 ? String.format(Locale.ROOT, " of %,d", expectedRequests) : "";
    String rate =
        now.last() == null
            ? ""
            : String.format(
                Locale.ROOT, ", page cache %.1f %%", 100 * now.last().pages().hitRate());
    return String.format(
        Locale.ROOT,
        "%s: %.0f s, %,d%s requests, %,.0f/s, %d errors, %d wrong%s",
        label,
        now.seconds(),
        now.requests(),
        of,
        now.requests() / Math.max(now.seconds(), 1e-3),
        now.errors(),
        now.wrong(),
        rate);
  }
}
