package io.cacheshrinker.agent.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries that an application asks for again after they were shed. */
class RefaultsIT {
  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void entriesThatCameBack_areCountedInRefaults(Jdk jdk) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            jdk,
            ChildJvm.agent(""),
            "-cp",
            ChildJvm.classPath(ChildJvm.programs(), ChildJvm.lib("caffeine-3.1.8.jar")),
            "com.acme.Regretted")) {
      child.finish();

      assertThat(child.out()).containsExactly("freed 300, back 150");
    }
  }
}
