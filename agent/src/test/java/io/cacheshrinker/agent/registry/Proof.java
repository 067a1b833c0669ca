package io.cacheshrinker.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.jvm.Jdk;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that proves something in a JVM of its own, so that a tool which rewrites classes or
 * burns processors leaves the tests alone. What it prints is kept in {@code target/proofs}.
 */
final class Proof {
  private static final Path TARGET = Path.of(System.getProperty("basedir", "."), "target");

  private final String name;
  private final List<String> flags = new ArrayList<>(List.of("-ea"));
  private String classPath = System.getProperty("surefire.test.class.path", "");

  Proof(String name) {
    this.name = name;
    if (classPath.isEmpty()) {
      classPath = System.getProperty("java.class.path");
    }
  }

  /** The long ones are asked for by {@code -Plong-proofs}. */
  static boolean isLong() {
    return Boolean.getBoolean("long.proofs");
  }

  Proof flags(String... more) {
    flags.addAll(List.of(more));
    return this;
  }

  /** These classes before all others. */
  Proof before(Path classes) {
    classPath = classes + File.pathSeparator + classPath;
    return this;
  }

  /** What a mutant makes of the classes before all others. */
  Proof with(RegistryMutant mutant) {
    Path planted = TARGET.resolve("proofs").resolve("mutants").resolve(mutant.name());
    mutant.plant(planted);
    return before(planted);
  }

  static Path stressClasses() {
    return TARGET.resolve("jcstress-classes");
  }

  /** Runs it to its end. */
  Ended run(Jdk jdk, Duration limit, String main, String... arguments)
      throws IOException, InterruptedException {
    Path directory = Files.createDirectories(TARGET.resolve("proofs").resolve(name));
    Path output = directory.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(jdk.java());
    command.addAll(flags);
    command.add("-cp");
    command.add(classPath);
    command.add(main);
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("JAVA_TOOL"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(limit.toSeconds(), TimeUnit.SECONDS))
          .as("%s ends within %s; see %s", name, limit, output)
          .isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }

  /** How it ended. */
  record Ended(int exit, String output) {}
}
