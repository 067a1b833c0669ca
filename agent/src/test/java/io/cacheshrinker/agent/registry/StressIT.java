package io.cacheshrinker.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.jvm.Jdk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the stress tests of {@code src/jcstress} and fails on a forbidden outcome. The short run
 * shows that nothing is wrong at first sight; the long one, on every JDK, is what proves.
 */
class StressIT {
  private static final Duration LIMIT = Duration.ofHours(Proof.isLong() ? 6 : 1);
  private static final String RUN = "io.cacheshrinker.agent.registry.StressRun";

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  /** On the newest: with biased locking, which 17 still has, there is twice as much to run. */
  private static Jdk newest() {
    return jdks().get(jdks().size() - 1);
  }

  @Test
  void registry_shortStress_nothingForbidden() throws Exception {
    assertHolds(stress(new Proof("stress"), newest(), "-time", "200", "-iters", "1"));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  @EnabledIfSystemProperty(named = "long.proofs", matches = "true")
  void registry_longStress_nothingForbidden(Jdk jdk) throws Exception {
    assertHolds(stress(new Proof("stress-" + jdk.version()), jdk, "-sc", "true", "-time", "250"));
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(named = "long.proofs", matches = "true")
  void stress_ofAMutant_isForbidden(RegistryMutant mutant) throws Exception {
    Proof proof = new Proof("stress-" + mutant).with(mutant);
    Proof.Ended ended = stress(proof, newest(), "-t", mutant.stress, "-time", mutant.stressMillis);
    assertThat(ended.output()).contains("forbidden=true");
    assertThat(ended.exit()).isNotZero();
  }

  private static Proof.Ended stress(Proof proof, Jdk jdk, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-f", "1", "-fsm", "1", "-r", "report"));
    if (!List.of(arguments).contains("-sc")) {
      all.addAll(List.of("-sc", "false"));
    }
    all.addAll(List.of(arguments));
    all.addAll(List.of("-jvmArgs", "-ea -XX:+UseSerialGC"));
    return proof.before(Proof.stressClasses()).run(jdk, LIMIT, RUN, all.toArray(String[]::new));
  }

  private static void assertHolds(Proof.Ended ended) {
    assertThat(ended.output()).contains("forbidden=false").contains("notRun=[]");
    assertThat(ended.exit()).isZero();
    ended.output().lines().filter(l -> l.startsWith("jcstress:")).forEach(System.out::println);
  }
}
