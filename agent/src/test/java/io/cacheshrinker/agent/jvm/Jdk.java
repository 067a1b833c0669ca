package io.cacheshrinker.agent.jvm;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A Java installation that programs are run on. */
public record Jdk(int version, Path home) {
  private static final AtomicBoolean SAID = new AtomicBoolean();

  /** The one that runs the tests, and 25 if it is found. */
  public static List<Jdk> all() {
    List<Jdk> jdks = new ArrayList<>();
    jdks.add(new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home"))));
    Path home25 = find25();
    if (home25 != null) {
      jdks.add(new Jdk(25, home25));
    } else if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException("no JDK 25: set JAVA25_HOME");
    } else if (SAID.compareAndSet(false, true)) {
      System.out.println("Not run: child JVMs on JDK 25; none in JAVA25_HOME or /usr/lib/jvm.");
    }
    return jdks;
  }

  private static @Nullable Path find25() {
    String set = System.getenv("JAVA25_HOME");
    if (set != null && Files.isExecutable(Path.of(set, "bin", "java"))) {
      return Path.of(set);
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of("/usr/lib/jvm"), "*25*")) {
      for (Path home : found) {
        if (Files.isExecutable(home.resolve("bin/java"))) {
          return home;
        }
      }
    } catch (IOException noSuchDirectory) {
      return null;
    }
    return null;
  }

  /** The launcher. */
  public String java() {
    return home.resolve("bin/java").toString();
  }

  @Override
  public String toString() {
    return "JDK " + version;
  }
}
