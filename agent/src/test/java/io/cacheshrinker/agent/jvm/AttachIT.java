package io.cacheshrinker.agent.jvm;

import static io.cacheshrinker.agent.jvm.ChildJvm.agent;
import static io.cacheshrinker.agent.jvm.ChildJvm.classPath;
import static io.cacheshrinker.agent.jvm.ChildJvm.lib;
import static io.cacheshrinker.agent.jvm.ChildJvm.programs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent comes to a process that runs. */
class AttachIT {
  private static final String PATH =
      classPath(
          programs(),
          lib("caffeine-3.1.8.jar"),
          lib("guava-33.5.0-jre.jar"),
          lib("failureaccess-1.0.3.jar"));

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void cache_bornAfterTheAttach_isRegistered(Jdk jdk) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            jdk,
            "-XX:+EnableDynamicAgentLoading",
            "-Xverify:all",
            "-cp",
            PATH,
            "com.acme.Main",
            "com.acme.CaffeineShop",
            "com.acme.GuavaShop")) {
      child.awaitOutput("ready");

      attach(child, "log=debug");
      child.tell("com.acme.CaffeineShop").tell("com.acme.GuavaShop");

      child.awaitError(Registered.CAFFEINE).awaitError(Registered.GUAVA).finish();
      assertThat(child.others()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void cache_bornBeforeTheAttach_isRegisteredWhenItIsWrittenTo(Jdk jdk) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            jdk,
            "-XX:+EnableDynamicAgentLoading",
            "-Xverify:all",
            "-cp",
            PATH,
            "com.acme.Main",
            "com.acme.CaffeineShop",
            "com.acme.GuavaShop")) {
      child.awaitOutput("ready");

      attach(child, "log=debug");

      String caffeine = "registered caffeine/before.the.attach; class A";
      String guava = "registered guava/before.the.attach; class A";
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                child.tell("put");
                return child.err().toString().contains(caffeine)
                    && child.err().toString().contains(guava);
              });
      child.finish();
      assertThat(child.ours()).filteredOn(line -> line.contains("registered")).hasSize(2);
      assertThat(child.others()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void attach_toAProcessThatHasTheAgent_saysSoAndWeavesOnce(Jdk jdk) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            jdk,
            "-XX:+EnableDynamicAgentLoading",
            agent("log=debug"),
            "-cp",
            PATH,
            "com.acme.Main",
            "com.acme.CaffeineShop")) {
      child.awaitError(Registered.CAFFEINE);

      attach(child, "");
      attach(child, "");
      child.tell("com.acme.GuavaShop").awaitError(Registered.GUAVA).finish();

      assertThat(child.ours())
          .filteredOn(line -> line.contains("a second time; the first one stays"))
          .hasSize(2);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void attach_whereOneClassCannotBeChanged_weavesTheOthers(Jdk jdk, @TempDir Path directory)
      throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            jdk,
            "-XX:+EnableDynamicAgentLoading",
            "-cp",
            classPath(PATH, classThatCannotBeLinked(directory)),
            "com.acme.Main",
            "load com.acme.torn.LocalCache",
            "com.acme.CaffeineShop",
            "com.acme.GuavaShop")) {
      child.awaitOutput("ready");

      attach(child, "log=debug");
      child.tell("com.acme.CaffeineShop").tell("com.acme.GuavaShop");

      child.awaitError(Registered.CAFFEINE).awaitError(Registered.GUAVA).finish();
      assertThat(child.ours())
          .noneMatch(line -> line.contains("it is off now"))
          .anyMatch(line -> line.contains("com.acme.torn.LocalCache stays as it is ("));
    }
  }

  /** A class path with a candidate that needs a class which is not there, as torn jars have. */
  private static String classThatCannotBeLinked(Path directory) throws IOException {
    Path source = Files.createDirectories(directory.resolve("com/acme/torn"));
    Path file = source.resolve("LocalCache.java");
    Files.writeString(
        file,
        """
        package com.acme.torn;
        public class LocalCache {
          Base make() { return new Missing(); }
        }
        class Base {}
        class Missing extends Base {}
        """);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "--release", "17", file.toString());
    assertThat(compiled).isZero();
    Files.delete(source.resolve("Missing.class"));
    return directory.toString();
  }

  private static void attach(ChildJvm child, String options) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(String.valueOf(child.pid()));
    try {
      machine.loadAgent(ChildJvm.agentJar().toString(), options);
    } finally {
      machine.detach();
    }
  }
}
