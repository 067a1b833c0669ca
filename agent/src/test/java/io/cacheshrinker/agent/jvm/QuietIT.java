package io.cacheshrinker.agent.jvm;

import static io.cacheshrinker.agent.jvm.ChildJvm.agent;
import static io.cacheshrinker.agent.jvm.ChildJvm.classPath;
import static io.cacheshrinker.agent.jvm.ChildJvm.lib;
import static io.cacheshrinker.agent.jvm.ChildJvm.programs;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an application notices of the agent before there is anything to say: nothing. */
class QuietIT {
  static List<Jdk> jdks() {
    return Jdk.all();
  }

  private static final String PATH =
      classPath(
          programs(),
          lib("caffeine-3.1.8.jar"),
          lib("guava-33.5.0-jre.jar"),
          lib("failureaccess-1.0.3.jar"));

  @ParameterizedTest
  @MethodSource("jdks")
  void standardError_withCaches_isThatOfAnEmptyAgent(Jdk jdk, @TempDir Path directory)
      throws Exception {
    String empty = "-javaagent:" + AgentJars.empty(directory);
    String[] program = {
      "-cp", PATH, "com.acme.Main", "com.acme.CaffeineShop", "com.acme.GuavaShop"
    };
    try (ChildJvm theirs = ChildJvm.start(jdk, with(empty, program));
        ChildJvm ours = ChildJvm.start(jdk, with(agent("log=debug"), program))) {
      theirs.awaitOutput("ready").finish();
      ours.awaitError(Registered.CAFFEINE).awaitError(Registered.GUAVA).finish();

      assertThat(ours.out()).isEqualTo(theirs.out());
      assertThat(ours.others()).isEqualTo(theirs.err());
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void application_withoutCaches_loadsThreeClassesOfOursAndNoByteBuddy(
      Jdk jdk, @TempDir Path directory) throws Exception {
    Path loaded = directory.resolve("loaded.txt");
    String log = "-Xlog:class+load:file=" + loaded;
    try (ChildJvm child =
        ChildJvm.start(jdk, log, agent("log=debug"), "-cp", PATH, "com.acme.Main")) {
      child.awaitOutput("ready").finish();

      assertThat(child.err()).isEmpty();
      List<String> lines = Files.readAllLines(loaded);
      assertThat(lines)
          .noneMatch(line -> line.contains("net.bytebuddy"))
          .noneMatch(line -> line.contains("org.slf4j"))
          .noneMatch(line -> line.contains("CacheShrinkerHook"));
      assertThat(lines.stream().filter(line -> line.contains("io.cacheshrinker.")))
          .hasSize(3)
          .anyMatch(line -> line.contains("io.cacheshrinker.agent.Premain"))
          .anyMatch(line -> line.contains("io.cacheshrinker.agent.CandidateFilter"))
          .anyMatch(line -> line.contains("io.cacheshrinker.agent.ConstantPoolStrings"));
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void server_withItsOwnLogManagerAndBeanServer_getsBoth(Jdk jdk) throws Exception {
    try (ChildJvm without = ChildJvm.start(jdk, "-cp", PATH, "com.acme.Server");
        ChildJvm with = ChildJvm.start(jdk, agent("log=debug"), "-cp", PATH, "com.acme.Server")) {
      without.awaitOutput("ready").finish();
      with.awaitError(Registered.CAFFEINE).finish();

      assertThat(with.out())
          .isEqualTo(without.out())
          .contains("log manager com.acme.server.OwnLogManager");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void logging_withHostileConfigurationOfSlf4j_isUnaffected(Jdk jdk, @TempDir Path directory)
      throws Exception {
    Files.writeString(
        directory.resolve("simplelogger.properties"), "org.slf4j.simpleLogger.defaultLogLevel=off");
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(services.resolve("org.slf4j.spi.SLF4JServiceProvider"), "com.acme.Nothing");
    try (ChildJvm child =
        ChildJvm.start(
            jdk,
            "-Dslf4j.provider=com.acme.Nothing",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
            agent("log=debug"),
            "-cp",
            classPath(directory.toString(), PATH),
            "com.acme.Main",
            "com.acme.CaffeineShop")) {
      child.awaitError(Registered.CAFFEINE).finish();

      assertThat(child.others()).noneMatch(line -> line.contains("SLF4J"));
    }
  }

  private static List<String> with(String first, String... rest) {
    List<String> all = new java.util.ArrayList<>(List.of(first));
    all.addAll(List.of(rest));
    return all;
  }
}
