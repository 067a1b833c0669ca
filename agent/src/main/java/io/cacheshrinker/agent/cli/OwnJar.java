package io.cacheshrinker.agent.cli;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/**
 * The jar that this command came in. Its own classes come from an isolated store inside it, so the
 * one class at its root is asked, which the system loader took from the jar itself.
 */
final class OwnJar {
  private static final String ROOT_CLASS = "io.cacheshrinker.agent.Main";

  private OwnJar() {}

  /** Implementation version in its manifest. */
  static String version() {
    Package root = rootClass().getPackage();
    String version = root == null ? null : root.getImplementationVersion();
    return version == null ? "(unpacked)" : version;
  }

  /** Where it lies; empty if the classes are not in a jar. */
  static Optional<Path> path() {
    CodeSource source = rootClass().getProtectionDomain().getCodeSource();
    if (source == null || !source.getLocation().getPath().endsWith(".jar")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(source.getLocation().toURI()).toAbsolutePath());
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Class<?> rootClass() {
    try {
      return Class.forName(ROOT_CLASS, false, ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException e) {
      return OwnJar.class;
    }
  }
}
