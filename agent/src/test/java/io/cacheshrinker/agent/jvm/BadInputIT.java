package io.cacheshrinker.agent.jvm;

import static io.cacheshrinker.agent.jvm.ChildJvm.agent;
import static io.cacheshrinker.agent.jvm.ChildJvm.classPath;
import static io.cacheshrinker.agent.jvm.ChildJvm.lib;
import static io.cacheshrinker.agent.jvm.ChildJvm.programs;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.instrument.RelocatedJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong: one message, and an application that runs as without the agent. */
class BadInputIT {
  private static final String PATH = classPath(programs(), lib("caffeine-3.1.8.jar"));
  private static final List<String> OUTPUT_WITHOUT = List.of("ready", "caches 1, entries 0");

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void options_thatAreWrong_haveOneMessageEach(Jdk jdk) throws Exception {
    String options = "hihg=0.8,mode=sideways,config=/no/such/file,log=debug";
    try (ChildJvm child = run(jdk, agent(options))) {
      child.awaitError(Registered.CAFFEINE).finish();

      assertThat(child.out()).isEqualTo(OUTPUT_WITHOUT);
      assertThat(child.complaints())
          .hasSize(3)
          .anyMatch(line -> line.contains("hihg=0.8") && line.contains("Did you mean high?"))
          .anyMatch(line -> line.contains("mode=sideways") && line.contains("using observe"))
          .anyMatch(line -> line.contains("/no/such/file") && line.contains("mode is observe."));
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void mode_off_isSilentAndRegistersNothing(Jdk jdk) throws Exception {
    try (ChildJvm child = run(jdk, agent("mode=off,log=debug"))) {
      child.awaitOutput("ready").finish();

      assertThat(child.out()).isEqualTo(OUTPUT_WITHOUT);
      assertThat(child.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void agent_namedTwice_saysSoAndWeavesOnce(Jdk jdk, @TempDir Path directory) throws Exception {
    Path copy = Files.copy(ChildJvm.agentJar(), directory.resolve("copy.jar"));
    try (ChildJvm child = run(jdk, agent("log=debug"), "-javaagent:" + copy)) {
      child.awaitError(Registered.CAFFEINE).finish();

      assertThat(child.out()).isEqualTo(OUTPUT_WITHOUT);
      assertThat(child.complaints())
          .singleElement()
          .asString()
          .contains("a second time; the first one stays");
      assertThat(child.ours()).filteredOn(line -> line.contains("registered")).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void hook_ofAnotherVersion_keepsThisAgentOff(Jdk jdk, @TempDir Path directory) throws Exception {
    String earlier = "-javaagent:" + AgentJars.withHook(directory, 99);
    try (ChildJvm child = run(jdk, earlier, agent("log=debug"))) {
      child.awaitOutput("ready").finish();

      assertThat(child.out()).isEqualTo(OUTPUT_WITHOUT);
      assertThat(child.complaints())
          .singleElement()
          .asString()
          .contains("another version (99, not 1)", "stays off");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void sink_thatIsTaken_staysWithTheFirstAgent(Jdk jdk, @TempDir Path directory) throws Exception {
    String earlier = "-javaagent:" + AgentJars.withHook(directory, 1) + "=sink";
    try (ChildJvm child = run(jdk, earlier, agent("log=debug"))) {
      child.awaitOutput("ready").finish();

      assertThat(child.out()).isEqualTo(OUTPUT_WITHOUT);
      assertThat(child.complaints()).singleElement().asString().contains("this one stays off");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void sink_thatThrows_isNotNoticedByTheApplication(Jdk jdk) throws Exception {
    try (ChildJvm child = ChildJvm.start(jdk, agent(""), "-cp", PATH, "com.acme.Sabotage")) {
      child.finish();

      assertThat(child.out())
          .containsExactly(
              "survived java.lang.Error with 1",
              "survived java.lang.StackOverflowError with 1",
              "survived java.lang.OutOfMemoryError: not really with 1");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void caffeine_beforeTheOldestKnownVersion_isNotRegisteredAndSaidOnce(Jdk jdk) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            jdk,
            agent("log=debug"),
            "-cp",
            classPath(programs(), lib("caffeine-2.6.2.jar")),
            "com.acme.Main",
            "com.acme.CaffeineShop",
            "com.acme.CaffeineShop")) {
      child.awaitError("is not shrunk").finish();

      assertThat(child.out()).containsExactly("ready", "caches 2, entries 0");
      assertThat(child.complaints())
          .singleElement()
          .asString()
          .contains("BoundedLocalCache", "missing");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void class_withTheRightNameButNotTheMembers_isNotWovenAndSaidOnce(
      Jdk jdk, @TempDir Path directory) throws Exception {
    Path source = Files.createDirectories(directory.resolve("com/acme")).resolve("LocalCache.java");
    Files.writeString(
        source,
        """
        package com.acme;
        public class LocalCache extends java.util.HashMap<Object, Object> {
          void segmentFor() {}
          void evictsBySize() {}
          public static java.util.Map<Object, Object> build() { return new LocalCache(); }
        }
        """);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "--release", "17", source.toString());
    assertThat(compiled).isZero();
    try (ChildJvm child =
        ChildJvm.start(
            jdk,
            agent("log=debug"),
            "-cp",
            classPath(programs(), directory.toString()),
            "com.acme.Main",
            "com.acme.LocalCache")) {
      child.awaitError("is not shrunk").finish();

      assertThat(child.out()).isEqualTo(OUTPUT_WITHOUT);
      assertThat(child.complaints())
          .singleElement()
          .asString()
          .contains("it has no field segments");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void member_renamedAway_isNamedInTheReason(Jdk jdk, @TempDir Path directory) throws Exception {
    Path jar = directory.resolve("renamed.jar");
    RelocatedJar.renameMembers(
        jar, Map.of("evictEntry", "evictAnEntry"), Path.of(lib("caffeine-3.1.8.jar")));
    try (ChildJvm child =
        ChildJvm.start(
            jdk,
            agent("log=debug"),
            "-cp",
            classPath(programs(), jar.toString()),
            "com.acme.Main",
            "com.acme.CaffeineShop")) {
      child.awaitError("is not shrunk").finish();

      assertThat(child.out()).isEqualTo(OUTPUT_WITHOUT);
      assertThat(child.complaints()).singleElement().asString().contains("evictEntry is missing");
    }
  }

  private static ChildJvm run(Jdk jdk, String... agents) throws java.io.IOException {
    List<String> arguments = new java.util.ArrayList<>(List.of(agents));
    arguments.addAll(List.of("-cp", PATH, "com.acme.Main", "com.acme.CaffeineShop"));
    return ChildJvm.start(jdk, arguments);
  }
}
