package io.cacheshrinker.demo.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command itself, in a process of its own, judged by its exit code and its last line. */
class RunScenarioIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;

  @Test
  void run_g1OnJdk17_diesWithoutAndLivesWith() throws Exception {
    JsonNode report = run(0, Map.of(), "--gc", "g1", "--jdk", "17");

    assertThat(report.get("held").booleanValue()).isTrue();
    assertThat(report.get("without").get("survived").booleanValue()).isFalse();
    assertThat(report.get("without").get("outOfMemory").booleanValue()).isTrue();
    JsonNode with = report.get("with");
    assertThat(with.get("survived").booleanValue()).isTrue();
    assertThat(with.get("requests").longValue()).isEqualTo(116_215);
    assertThat(with.get("errors").longValue() + with.get("wrong").longValue()).isZero();
    assertThat(with.get("evicted").longValue()).isPositive();
    assertThat(report.get("base").get("without").get("share").doubleValue())
        .isLessThanOrEqualTo(.4);
  }

  @Test
  void run_agentSwitchedOff_diesBothTimesAndSaysSo() throws Exception {
    JsonNode report = run(1, Map.of("CACHE_SHRINKER_MODE", "off"), "--xmx", "96m");

    assertThat(report.get("held").booleanValue()).isFalse();
    assertThat(report.get("with").get("survived").booleanValue()).isFalse();
    assertThat(report.get("with").get("outOfMemory").booleanValue()).isTrue();
  }

  private JsonNode run(int expectedExit, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-Ddemo.root=" + ROOT);
    command.add("-Dloader.main=" + Run.class.getName());
    command.addAll(List.of("-cp", ROOT.resolve("demo-app/target/demo-app.jar").toString()));
    command.add("org.springframework.boot.loader.launch.PropertiesLauncher");
    command.add("--json");
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    int exit = builder.start().waitFor();
    List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
    assertThat(exit).describedAs("%s", String.join("\n", lines)).isEqualTo(expectedExit);
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }
}
