package io.cacheshrinker.agent.bench;

import java.util.Locale;

/** What a program has to say, as {@code demo-app/bench} reads it. */
final class Answer {
  private final StringBuilder line = new StringBuilder("answer:");

  Answer with(String key, long value) {
    line.append(' ').append(key).append('=').append(value);
    return this;
  }

  Answer with(String key, double value) {
    line.append(' ').append(key).append('=').append(String.format(Locale.ROOT, "%.6f", value));
    return this;
  }

  void print() {
    System.out.println(line);
    System.out.flush();
  }
}
