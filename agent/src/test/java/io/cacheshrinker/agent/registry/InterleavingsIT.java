package io.cacheshrinker.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.jvm.Jdk;
import io.cacheshrinker.agent.registry.Interleavings.Scenario;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Explores the registry's interleavings, and shows that the explorer sees what it should. */
class InterleavingsIT {
  private static final Duration LIMIT = Duration.ofMinutes(Proof.isLong() ? 120 : 10);
  private static final int INTERLEAVINGS = Proof.isLong() ? 10_000 : 150;

  /** A mutant ends the exploration at the first that shows it. */
  private static final int UNTIL_CAUGHT = 3_000;

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void interleavings_ofTheRegistry_allHold(Jdk jdk) throws Exception {
    Proof.Ended ended = explore(new Proof("interleavings-" + jdk.version()), jdk, INTERLEAVINGS);
    Set<Scenario> holding = EnumSet.allOf(Scenario.class);
    holding.remove(Scenario.LOST_UPDATE);
    assertThat(ended.output()).contains("FAILS " + Scenario.LOST_UPDATE + " ");
    assertThat(holding).allSatisfy(s -> assertThat(ended.output()).contains("holds " + s + " "));
    assertThat(ended.exit()).isZero();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MARK_WITHOUT_FENCE")
  void interleavings_ofAMutant_areFoundWrong(RegistryMutant mutant) throws Exception {
    Scenario scenario = Objects.requireNonNull(mutant.scenario);
    Proof proof = new Proof("interleavings-" + mutant).with(mutant);
    Proof.Ended ended = explore(proof, Jdk.all().get(0), UNTIL_CAUGHT, scenario);
    assertThat(ended.output()).contains("FAILS " + scenario + " ");
    assertThat(ended.output()).as("not found wrong but hung").doesNotContain("has hung");
  }

  private static Proof.Ended explore(Proof proof, Jdk jdk, int interleavings, Scenario... scenarios)
      throws Exception {
    String[] arguments = new String[1 + scenarios.length];
    arguments[0] = Integer.toString(interleavings);
    for (int i = 0; i < scenarios.length; i++) {
      arguments[1 + i] = scenarios[i].name();
    }
    return proof
        .flags("-XX:+UseSerialGC", "-XX:+IgnoreUnrecognizedVMOptions")
        .flags("-XX:+EnableDynamicAgentLoading")
        .run(jdk, LIMIT, Interleavings.class.getName(), arguments);
  }
}
