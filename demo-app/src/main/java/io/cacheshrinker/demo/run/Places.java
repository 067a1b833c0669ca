package io.cacheshrinker.demo.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where things are.
 *
 * @param root the project's folder
 */
record Places(Path root) {
  Path serviceJar() {
    return root.resolve("demo-app/target/demo-app.jar");
  }

  Path agentJar() {
    return root.resolve("agent/target/cache-shrinker-agent.jar");
  }

  Path trace() {
    return root.resolve("traces/weblog-424.keys.gz");
  }

  /** For the logs of the service and its database, by variant. */
  Path work(String variant) {
    return root.resolve("demo-app/target/run").resolve(variant);
  }

  /**
   * @throws IOException something is missing; the message says what
   */
  void check() throws IOException {
    for (Path file : new Path[] {serviceJar(), agentJar(), trace()}) {
      if (!Files.isRegularFile(file)) {
        throw new IOException(file + " is missing; demo-app/run builds it");
      }
    }
  }
}
