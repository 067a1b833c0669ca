package io.cacheshrinker.demo.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningServiceTest {
  private static final Setting SETTING =
      new Setting(
          new Places(Path.of("/project")),
          Path.of("/jdk"),
          Collector.SERIAL,
          new Bytes(160L << 20),
          8,
          0,
          false);

  @Test
  void command_withAndWithout_differByTheFlagAlone() {
    List<String> without = command(Variant.WITHOUT);
    List<String> with = new ArrayList<>(command(Variant.WITH));

    assertThat(without.get(0)).isEqualTo("/jdk/bin/java");
    assertThat(without)
        .contains("-Xmx160m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-jar");
    assertThat(with).contains("-javaagent:/project/agent/target/cache-shrinker-agent.jar");
    with.removeIf(argument -> argument.startsWith("-javaagent:"));
    assertThat(with).isEqualTo(without);
  }

  @Test
  void command_fixedSize_setsBothMaxima() {
    assertThat(command(Variant.fixed(500)))
        .contains("--catalogue.page-cache-size=500", "--catalogue.quote-cache-size=500")
        .noneMatch(argument -> argument.startsWith("-javaagent:"));
  }

  private static List<String> command(Variant variant) {
    return RunningService.command(SETTING, variant, Path.of("/logs"), 4711);
  }
}
