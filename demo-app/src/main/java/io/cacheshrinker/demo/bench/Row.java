package io.cacheshrinker.demo.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of the table and one object of the JSON line. Keys are lowerCamelCase with their unit at
 * the end; values are numbers, booleans or text, or lists of numbers, which only JSON and charts
 * show.
 */
public final class Row {
  private final Map<String, Object> values = new LinkedHashMap<>();

  /** What every row begins with. */
  public static Row of(String variant, Jvm jvm) {
    return new Row()
        .with("variant", variant)
        .with("gc", jvm.collector().label())
        .with("jdk", jvm.jdk().feature());
  }

  public Row with(String key, Object value) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      throw new IllegalArgumentException(key + " is " + number);
    }
    values.put(key, value);
    return this;
  }

  /** Takes over all that a victim answered, in its order. */
  public Row with(Answer answer) {
    answer.values().forEach(this::with);
    return this;
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  public double number(String key) {
    return value(key) instanceof Number number
        ? number.doubleValue()
        : fail(key + " is no number: " + values.get(key));
  }

  /** Numbers in the order of time; empty if the row has none of that name. */
  public List<Double> series(String key) {
    return values.get(key) instanceof List<?> list
        ? list.stream().map(number -> ((Number) number).doubleValue()).toList()
        : List.of();
  }

  /** The same values in a row of its own. */
  public Row copy() {
    Row copy = new Row();
    values.forEach(copy::with);
    return copy;
  }

  public String text(String key) {
    return value(key).toString();
  }

  /** E.g. {@code ours, G1 17}: which row is meant, in a check. */
  public String label() {
    return text("variant") + ", " + text("gc") + " " + text("jdk");
  }

  public Map<String, Object> values() {
    return Collections.unmodifiableMap(values);
  }

  private Object value(String key) {
    Object value = values.get(key);
    return value == null ? fail("no " + key + " in " + values) : value;
  }

  private static <T> T fail(String message) {
    throw new IllegalArgumentException(message);
  }
}
