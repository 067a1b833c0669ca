package io.cacheshrinker.demo.bench.registry;

import io.cacheshrinker.demo.bench.Jvm;
import io.cacheshrinker.demo.bench.Settings;
import io.cacheshrinker.demo.bench.Victim;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/**
 * Starts the programs that lie beside the agent's classes. They are not on the class path of this
 * module: in the agent's jar its classes are hidden from everybody, and nothing of them may get
 * into the jar of the service.
 */
final class Programs {
  private static final String PACKAGE = "io.cacheshrinker.agent.bench.";

  private Programs() {}

  /**
   * @throws IllegalArgumentException the classes are not there, and what to do about it
   */
  static Victim program(Settings settings, Jvm jvm, String name) {
    Path built = settings.agentJar().resolveSibling("");
    return Victim.of(
            jvm,
            PACKAGE + name,
            existing(built.resolve("classes")),
            existing(built.resolve("bench-classes")),
            // What the agent brings along, before it is hidden.
            existing(built.resolve("isolated")))
        .usesJarOf(Histogram.class);
  }

  private static Path existing(Path classes) {
    if (!Files.isDirectory(classes)) {
      throw new IllegalArgumentException("no classes at " + classes + "; build with mvn package");
    }
    return classes;
  }
}
