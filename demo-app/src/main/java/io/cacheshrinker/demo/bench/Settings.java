package io.cacheshrinker.demo.bench;

import io.cacheshrinker.demo.bench.Jvm.Choice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for; each benchmark has its own answer to what was left open.
 *
 * @param collectors empty: the benchmark's own choice
 * @param features of the JDKs; empty: the benchmark's own choice
 * @param variants empty: all
 * @param seed of everything that is random
 * @param parameters as set by the user; see {@link Bench#parameters}
 * @param agentJar ours
 * @param agentOptions what it is given beside what a benchmark gives it; may be empty
 */
public record Settings(
    List<Collector> collectors,
    List<Integer> features,
    Set<String> variants,
    @Nullable Integer runs,
    @Nullable Integer seconds,
    long seed,
    Map<String, Long> parameters,
    Path agentJar,
    String agentOptions) {

  public int runsOr(int otherwise) {
    return runs == null ? otherwise : runs;
  }

  public int secondsOr(int otherwise) {
    return seconds == null ? otherwise : seconds;
  }

  /** A parameter of {@code bench}, as set by the user or as it is otherwise. */
  public long parameter(Bench bench, String name) {
    Long otherwise = bench.parameters().get(name);
    if (otherwise == null) {
      throw new IllegalArgumentException(
          "no parameter '%s' in %s; there are %s"
              .formatted(name, bench.name(), new TreeSet<>(bench.parameters().keySet())));
    }
    return parameters.getOrDefault(name, otherwise);
  }

  /**
   * @throws IllegalArgumentException the user set what {@code bench} does not have
   */
  void checkParameters(Bench bench) {
    parameters.keySet().forEach(name -> parameter(bench, name));
  }

  /** For {@code -javaagent}: the benchmark's own options, and those of the user. */
  public String agentOptions(String own) {
    return own.isEmpty() || agentOptions.isEmpty() ? own + agentOptions : own + "," + agentOptions;
  }

  /** The JVMs to run on. */
  public List<Jvm> jvms(Choice... choices) {
    return Jvm.wanted(List.of(choices), collectors, features).stream().map(Choice::find).toList();
  }

  /**
   * Those of {@code all} that the user wants.
   *
   * @throws IllegalArgumentException the user named one that does not exist
   */
  public List<String> variantsOf(List<String> all) {
    for (String wanted : variants) {
      if (!all.contains(wanted)) {
        throw new IllegalArgumentException(
            "no variant '%s'; there are %s".formatted(wanted, String.join(", ", all)));
      }
    }
    return variants.isEmpty() ? all : all.stream().filter(variants::contains).toList();
  }
}
