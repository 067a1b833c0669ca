package io.cacheshrinker.demo.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RunTest {
  private final Run run = new Run();
  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();
  private final CommandLine command =
      Run.commandLine(run).setErr(new PrintWriter(err, true)).setOut(new PrintWriter(out, true));

  @Test
  void parse_nothing_givesTheDefaults() {
    command.parseArgs();

    assertThat(run.collector).isEqualTo(Collector.G1);
    assertThat(run.jdk).isEqualTo(17);
    assertThat(run.xmx).isEqualTo(new Bytes(2L << 30));
    assertThat(run.seconds).isZero();
    assertThat(run.compare || run.json).isFalse();
  }

  @Test
  void parse_everything_isTaken() {
    command.parseArgs(
        "--gc", "zgc", "--jdk", "25", "--xmx", "1g", "--seconds", "2.5", "--compare", "--json");

    assertThat(run.collector).isEqualTo(Collector.ZGC);
    assertThat(run.jdk).isEqualTo(25);
    assertThat(run.xmx).hasToString("1024m");
    assertThat(run.seconds).isEqualTo(2.5);
    assertThat(run.compare && run.json).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "--gc, cms, shenandoah",
    "--jdk, 11, 17 and 25",
    "--xmx, lots, 160m",
    "--xmx, 10m, 96m",
    "--seconds, -1, negative",
    "--connections, 0, 1 to 100",
    "--colour, red, --colour"
  })
  void execute_wrongArgument_oneLineThatSaysWhatIsAllowedAndExitCode2(
      String option, String value, String says) {
    int exit = command.execute(option, value);

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("demo-app/run: ").containsIgnoringCase(says);
  }

  @Test
  void execute_help_namesEveryOptionAndTheExitCodes() {
    int exit = command.execute("--help");

    assertThat(exit).isZero();
    assertThat(out.toString())
        .contains("--gc", "--jdk", "--xmx", "--seconds", "--compare", "--json", "Exit codes");
  }
}
