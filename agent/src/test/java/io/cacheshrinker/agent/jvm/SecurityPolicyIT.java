package io.cacheshrinker.agent.jvm;

import static io.cacheshrinker.agent.jvm.ChildJvm.agent;
import static io.cacheshrinker.agent.jvm.ChildJvm.lib;
import static io.cacheshrinker.agent.jvm.ChildJvm.programs;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.Shrinkers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A security manager that lets the agent do everything, and the application little. */
class SecurityPolicyIT {
  private static final int LAST_WITH_A_SECURITY_MANAGER = 23;

  static List<Jdk> jdks() {
    return Jdk.all().stream().filter(jdk -> jdk.version() <= LAST_WITH_A_SECURITY_MANAGER).toList();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("jdks")
  void application_thatMayNotSeeClassLoadersNorHooks_hasItsCachesRegisteredAndClosed(
      Jdk jdk, @TempDir Path directory) throws Exception {
    Path policy = directory.resolve("shop.policy");
    Files.writeString(
        policy,
        """
        grant codeBase "file:AGENT" {
          permission java.security.AllPermission;
        };
        grant {
          permission java.util.PropertyPermission "*", "read";
          permission java.io.FilePermission "<<ALL FILES>>", "read";
          permission java.lang.RuntimePermission "accessDeclaredMembers";
          permission java.lang.reflect.ReflectPermission "suppressAccessChecks";
        };
        """
            .replace("AGENT", ChildJvm.agentJar().toAbsolutePath().toString()));
    String api =
        Path.of(Shrinkers.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    try (ChildJvm child =
        ChildJvm.start(
            jdk,
            "-Djava.security.manager",
            "-Djava.security.policy==" + policy,
            agent("log=debug"),
            "-cp",
            ChildJvm.classPath(programs(), lib("caffeine-3.1.8.jar"), api),
            "com.acme.Guarded")) {
      child.awaitError(Registered.CAFFEINE).awaitError("registered hanging;");
      child.awaitOutput("waits").awaitOutput("closed").finish();

      assertThat(child.out()).containsExactly("ready", "waits", "closed", "entries 0");
      assertThat(child.complaints())
          .filteredOn(line -> !line.contains("hanging is busy"))
          .isEmpty();
      assertThat(child.others()).noneMatch(line -> line.contains("AccessControlException"));
    }
  }
}
