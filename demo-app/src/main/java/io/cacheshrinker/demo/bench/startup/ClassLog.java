package io.cacheshrinker.demo.bench.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** The JVM's own record of the classes it loads. */
final class ClassLog implements AutoCloseable {
  private final Path file;

  ClassLog() {
    try {
      file = Files.createTempFile("classes", ".log");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String flag() {
    return "-Xlog:class+load:file=" + file + ":none:filecount=0";
  }

  /**
   * Names of the classes loaded; each line reads {@code name source: where}. Without hidden
   * classes, whose names hold a slash: as soon as any agent transforms, the JVM makes those of its
   * own that it otherwise takes from its archive, so that their number says nothing.
   */
  Set<String> classes() {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.contains(" source: "))
          .map(line -> line.substring(0, line.indexOf(' ')))
          .filter(name -> name.indexOf('/') < 0)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
