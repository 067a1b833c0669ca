package io.cacheshrinker.agent.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.jvm.GcTest.Jvm;
import java.util.ArrayList;
import java.util.List;

/** The promise in small: the same program dies without the agent and lives with it. */
class SurvivalIT {
  private static final int OUT_OF_MEMORY = 3;

  @GcTest
  void overflowingCache_withTheAgent_lives(Jvm jvm) throws Exception {
    try (ChildJvm child = overflow(jvm, true)) {
      child.finish();
      String last = child.out().get(child.out().size() - 1);
      assertThat(last).matches("held=[1-9]\\d* evicted=[1-9]\\d*");
    }
  }

  @GcTest
  void overflowingCache_withoutTheAgent_dies(Jvm jvm) throws Exception {
    try (ChildJvm child = overflow(jvm, false)) {
      assertThat(child.exit()).isEqualTo(OUT_OF_MEMORY);
    }
  }

  private static ChildJvm overflow(Jvm jvm, boolean agent) throws Exception {
    List<String> arguments = new ArrayList<>(jvm.flags());
    arguments.addAll(List.of("-Xmx96m", "-XX:+ExitOnOutOfMemoryError"));
    if (agent) {
      arguments.add(ChildJvm.agent(""));
    }
    arguments.addAll(
        List.of(
            "-cp",
            ChildJvm.classPath(ChildJvm.programs(), ChildJvm.lib("caffeine-3.1.8.jar")),
            "com.acme.Overflow",
            "200"));
    return ChildJvm.start(jvm.jdk(), arguments);
  }
}
