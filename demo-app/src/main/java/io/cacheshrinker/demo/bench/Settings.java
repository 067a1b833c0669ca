package io.cacheshrinker.demo.bench;

import io.cacheshrinker.demo.bench.Jvm.Choice;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for; each benchmark has its own answer to what was left open.
 *
 * @param collectors empty: the benchmark's own choice
 * @param features of the JDKs; empty: the benchmark's own choice
 * @param variants empty: all
 * @param seed of everything that is random
 * @param agentJar ours
 */
public record Settings(
    List<Collector> collectors,
    List<Integer> features,
    Set<String> variants,
    @Nullable Integer runs,
    @Nullable Integer seconds,
    long seed,
    Path agentJar) {

  public int runsOr(int otherwise) {
    return runs == null ? otherwise : runs;
  }

  public int secondsOr(int otherwise) {
    return seconds == null ? otherwise : seconds;
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
