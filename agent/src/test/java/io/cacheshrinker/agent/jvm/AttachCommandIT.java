package io.cacheshrinker.agent.jvm;

import static io.cacheshrinker.agent.jvm.ChildJvm.agent;
import static io.cacheshrinker.agent.jvm.ChildJvm.classPath;
import static io.cacheshrinker.agent.jvm.ChildJvm.lib;
import static io.cacheshrinker.agent.jvm.ChildJvm.programs;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code attach} says, and whether that is so. */
class AttachCommandIT {
  private static final String PATH = classPath(programs(), lib("caffeine-3.1.8.jar"));

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  private static ChildJvm shop(Jdk jdk, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-XX:+EnableDynamicAgentLoading"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-cp", PATH, "com.acme.Main", "com.acme.CaffeineShop"));
    return ChildJvm.start(jdk, arguments).awaitOutput("ready");
  }

  /** The command, as it is typed, until it has ended. */
  private static ChildJvm attachTo(ChildJvm child, int exitCode, Jdk jdk, String... rest)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-jar", ChildJvm.agentJar().toString()));
    arguments.addAll(List.of("attach", String.valueOf(child.pid())));
    arguments.addAll(List.of(rest));
    return ended(ChildJvm.start(jdk, arguments), exitCode);
  }

  private static ChildJvm ended(ChildJvm command, int exitCode) throws InterruptedException {
    assertThat(command.exit()).as(String.join("\n", command.err())).isEqualTo(exitCode);
    assertThat(command.err()).noneMatch(line -> line.startsWith("\tat "));
    return command;
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void attach_toABareJvm_succeeds(Jdk jdk) throws Exception {
    try (ChildJvm child = shop(jdk)) {
      ChildJvm command = attachTo(child, 0, jdk, "log=debug");

      assertThat(command.out()).singleElement().asString().startsWith("attached to " + child.pid());
      child.tell("com.acme.CaffeineShop").awaitError(Registered.CAFFEINE).finish();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void attach_toAJvmThatHasTheAgent_failsAndSaysThatTheFirstStays(Jdk jdk) throws Exception {
    try (ChildJvm child = shop(jdk, agent(""))) {
      ChildJvm command = attachTo(child, 1, jdk, "mode=observe");

      assertThat(command.out()).isEmpty();
      assertThat(command.ours())
          .singleElement()
          .asString()
          .contains(child.pid() + ": ", "a second time; the first one stays, with its options");
      child.finish();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void attach_whereAnotherAgentsHookIs_failsAndSaysSo(Jdk jdk, @TempDir Path directory)
      throws Exception {
    try (ChildJvm child = shop(jdk, "-javaagent:" + AgentJars.withHook(directory, 99))) {
      ChildJvm command = attachTo(child, 1, jdk);

      assertThat(command.out()).isEmpty();
      assertThat(command.ours())
          .singleElement()
          .asString()
          .contains("another version (99, not 1)", "this one stays off");
      child.finish();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void attach_whereTheModeIsOff_failsAndSaysSo(Jdk jdk) throws Exception {
    try (ChildJvm child = shop(jdk, "-Dcacheshrinker.mode=off")) {
      ChildJvm command = attachTo(child, 1, jdk);

      assertThat(command.out()).isEmpty();
      assertThat(command.ours()).singleElement().asString().contains("mode is off;");
      child.finish();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void attach_onARuntimeThatCannot_saysSo(Jdk jdk) throws Exception {
    try (ChildJvm child = shop(jdk)) {
      ChildJvm command =
          ended(
              ChildJvm.start(
                  jdk,
                  "--limit-modules",
                  "java.se",
                  "-jar",
                  ChildJvm.agentJar().toString(),
                  "attach",
                  String.valueOf(child.pid())),
              1);

      assertThat(command.out()).isEmpty();
      assertThat(command.ours())
          .singleElement()
          .asString()
          .contains("this Java runtime cannot attach to a pid");
      child.finish();
    }
  }
}
