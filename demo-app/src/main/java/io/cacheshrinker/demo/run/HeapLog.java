package io.cacheshrinker.demo.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What was used after each collection, by the JVM's own log (-Xlog:gc). The two lists have the same
 * length and are in the order of time.
 *
 * @param seconds since the start of the JVM
 * @param megabytes used when the collection ended, in MiB as the log has it
 */
record HeapLog(List<Double> seconds, List<Double> megabytes) {
  /** {@code [1.834s][info][gc] GC(0) Pause Full (…) 42M->3M(154M)}; ZGC adds shares in brackets. */
  private static final Pattern COLLECTION =
      Pattern.compile("\\[([0-9.]+)s].* [0-9]+M(?:\\([0-9]+%\\))?->([0-9]+)M.*");

  static HeapLog read(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
      return of(lines);
    }
  }

  static HeapLog of(Stream<String> lines) {
    List<Double> seconds = new ArrayList<>();
    List<Double> megabytes = new ArrayList<>();
    lines
        .map(COLLECTION::matcher)
        .filter(Matcher::matches)
        .forEach(
            line -> {
              seconds.add(Double.valueOf(line.group(1)));
              megabytes.add(Double.valueOf(line.group(2)));
            });
    return new HeapLog(seconds, megabytes);
  }

  /**
   * The shape of the curve with fewer points: of each of {@code parts} equal stretches of time the
   * first, the lowest and the highest.
   */
  HeapLog thinned(int parts) {
    HeapLog few = new HeapLog(new ArrayList<>(), new ArrayList<>());
    double stretch = lastSecond() / parts;
    for (int i = 0; i < seconds.size(); ) {
      double end = (Math.floor(seconds.get(i) / stretch) + 1) * stretch;
      int low = i;
      int high = i;
      int next = i + 1;
      for (; next < seconds.size() && seconds.get(next) < end; next++) {
        low = megabytes.get(next) < megabytes.get(low) ? next : low;
        high = megabytes.get(next) > megabytes.get(high) ? next : high;
      }
      for (int kept : new TreeSet<>(List.of(i, low, high))) {
        few.seconds.add(seconds.get(kept));
        few.megabytes.add(megabytes.get(kept));
      }
      i = next;
    }
    return few;
  }

  boolean isEmpty() {
    return seconds.isEmpty();
  }

  /** 0 when there was no collection. */
  double lastSecond() {
    return isEmpty() ? 0 : seconds.get(seconds.size() - 1);
  }
}
