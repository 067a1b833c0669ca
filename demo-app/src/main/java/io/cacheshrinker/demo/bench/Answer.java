package io.cacheshrinker.demo.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a victim has to say: one line of {@code key=value} on its standard output. Plain text,
 * because a library that writes something better would be loaded in the victim and measured with
 * it; so would lambdas.
 */
public final class Answer {
  private static final String MARK = "answer:";

  private final Map<String, Object> values = new LinkedHashMap<>();

  /** Called by the victim. Values may not contain white space; {@code [1,2.5]} is a series. */
  public Answer with(String key, Object value) {
    values.put(key, value);
    return this;
  }

  /** Called by the victim; if more than once, the last word on each key counts. */
  public void print() {
    StringBuilder line = new StringBuilder(MARK);
    for (Map.Entry<String, Object> value : values.entrySet()) {
      line.append(' ').append(value.getKey()).append('=').append(value.getValue());
    }
    System.out.println(line);
    System.out.flush();
  }

  /**
   * The answer among all that the victim printed; empty if it gave none. A last line that its death
   * has cut short does not count.
   */
  static Answer in(String output) {
    Answer answer = new Answer();
    String whole = output.substring(0, output.lastIndexOf('\n') + 1);
    whole.lines().filter(line -> line.startsWith(MARK)).forEach(answer::read);
    return answer;
  }

  private void read(String line) {
    for (String word : line.substring(MARK.length()).trim().split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        with(word.substring(0, equals), parsed(word.substring(equals + 1)));
      }
    }
  }

  private static Object parsed(String value) {
    if (value.matches("-?\\d+")) {
      return Long.parseLong(value);
    }
    if (value.matches("-?\\d+\\.\\d+(E-?\\d+)?")) {
      return Double.parseDouble(value);
    }
    if (value.matches("\\[.*]")) {
      return numbers(value.substring(1, value.length() - 1));
    }
    return value.matches("true|false") ? Boolean.valueOf(value) : value;
  }

  private static List<Double> numbers(String commas) {
    return Arrays.stream(commas.split(",", -1))
        .filter(number -> !number.isEmpty())
        .map(Double::valueOf)
        .toList();
  }

  public Map<String, Object> values() {
    return values;
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  public boolean is(String key) {
    if (values.get(key) instanceof Boolean value) {
      return value;
    }
    throw new IllegalArgumentException("the victim did not say whether " + key + ": " + values);
  }

  public double number(String key) {
    if (values.get(key) instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException("the victim gave no number " + key + ": " + values);
  }
}
