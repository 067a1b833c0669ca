package io.cacheshrinker.demo.bench;

import io.cacheshrinker.demo.run.Jdks;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A JDK on this machine.
 *
 * @param feature e.g. 17
 */
public record Jdk(int feature, Path home) {

  /**
   * @throws IllegalArgumentException there is none, and what to do about it
   */
  static Jdk find(int feature) {
    try {
      return new Jdk(feature, Jdks.ofThisMachine().find(feature));
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  Path java() {
    return home.resolve("bin/java");
  }
}
