package io.cacheshrinker.demo.bench.pressure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a victim is told: all that decides what happens to it beside its JVM.
 *
 * @param parameter of the variant; 0 if it has none
 * @param numbers the parameters of the benchmark's load, by name
 */
public record Setup(Variant variant, double parameter, long seed, Map<String, Long> numbers) {

  public Setup {
    numbers = new TreeMap<>(numbers);
  }

  /** For the command line of the victim. */
  public Object[] arguments() {
    List<Object> arguments = new ArrayList<>(List.of(variant, parameter, seed));
    numbers.forEach((name, number) -> arguments.add(name + "=" + number));
    return arguments.toArray();
  }

  /** The inverse of {@link #arguments}. */
  public static Setup of(String... arguments) {
    Map<String, Long> numbers = new TreeMap<>();
    for (String argument : Arrays.asList(arguments).subList(3, arguments.length)) {
      int equals = argument.indexOf('=');
      numbers.put(argument.substring(0, equals), Long.valueOf(argument.substring(equals + 1)));
    }
    return new Setup(
        Variant.valueOf(arguments[0]),
        Double.parseDouble(arguments[1]),
        Long.parseLong(arguments[2]),
        numbers);
  }

  public long number(String name) {
    Long number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException("no " + name + " in " + numbers);
    }
    return number;
  }

  public int count(String name) {
    return Math.toIntExact(number(name));
  }

  /** A number of percent as a share. */
  public double share(String name) {
    return number(name) / 100.0;
  }

  /** The same with other numbers where {@code others} has them. */
  public Setup with(Map<String, Long> others) {
    Map<String, Long> all = new TreeMap<>(numbers);
    all.putAll(others);
    return new Setup(variant, parameter, seed, all);
  }
}
