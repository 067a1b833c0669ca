package io.cacheshrinker.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The commands against JVMs of their own. */
class CliTest {
  private static final String PAGES = "fake/com.acme.Shop.pages";
  private static final String LIMITER = "fake/com.acme.Shop.limiter#2";

  private static TargetJvm target;
  private static TargetJvm bare;
  private static String hostAndPort;
  private static String vanished;

  private record Result(int exitCode, String out, String err) {}

  @BeforeAll
  static void startTargets() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    hostAndPort = "127.0.0.1:" + port;
    target =
        TargetJvm.start(
            List.of(
                "-Dcom.sun.management.jmxremote.port=" + port,
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false",
                "-Djava.rmi.server.hostname=127.0.0.1"),
            "with beans");
    bare = TargetJvm.start(List.of());
    TargetJvm gone = TargetJvm.start(List.of());
    vanished = gone.pid();
    gone.close();
  }

  @AfterAll
  static void stopTargets() {
    target.close();
    bare.close();
  }

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Cli.run(new PrintWriter(out), new PrintWriter(err), arguments);
    assertThat(out.toString() + err).as("a stack trace").doesNotContain("\tat ");
    return new Result(exitCode, out.toString(), err.toString());
  }

  @Test
  void list_pid_alignedTable() {
    Result result = run("list", target.pid());
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    List<String> lines = result.out().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).startsWith("Name ").contains("EvictionClass").endsWith("Reason");
    assertThat(lines.get(1)).startsWith(LIMITER).contains("a lock per key");
    int column = lines.get(0).indexOf("Library");
    assertThat(lines.subList(0, 3)).allMatch(line -> line.charAt(column - 1) == ' ');
    assertThat(lines.get(2).substring(column)).startsWith("fake");
    assertThat(lines.get(3)).isEqualTo("not registered: fake/old: a member is missing");
  }

  @Test
  void list_json_keysAreAttributeNames() {
    Result result = run("list", "--json", target.pid());
    assertThat(result.exitCode()).isZero();
    assertThat(result.out().strip())
        .startsWith("[{\"target\":\"" + target.pid() + "\"")
        .endsWith("}]")
        .contains("\"name\":\"" + PAGES + "\"")
        .contains("\"createdAt\":\"com.acme.Shop.pages\"")
        .contains("\"evictionClass\":\"A\"", "\"eligible\":true", "\"eligible\":false")
        .contains("\"reason\":\"a lock per key: \\\"limiter\\\"\"")
        .contains("\"library\":\"fake\"", "\"count\":", "\"bytes\":0", "\"freed\":");
  }

  @Test
  void list_hostAndPort_sameCaches() {
    Result result = run("list", hostAndPort);
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains(PAGES, LIMITER);
  }

  @Test
  void list_oneOfSeveralVanished_restIsShownAndExit1() {
    Result result = run("list", vanished, target.pid());
    assertThat(result.exitCode()).isEqualTo(1);
    List<String> lines = result.out().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).startsWith("Target ");
    assertThat(lines.get(1)).startsWith(target.pid() + ' ');
    assertThat(lines.get(3))
        .isEqualTo("not registered in " + target.pid() + ": fake/old: a member is missing");
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).startsWith("cache-shrinker: " + vanished + ": ");
  }

  @Test
  void list_jvmWithoutAgent_saysSo() {
    Result result = run("list", bare.pid());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("no cache-shrinker is in this JVM");
  }

  @Test
  void list_nobodyListens_saysSo() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Result result = run("list", "127.0.0.1:" + port);
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("does not answer").hasLineCount(1);
  }

  @Test
  void scan_entries_answersFreed() {
    assertThat(run("scan", target.pid(), PAGES, "100"))
        .isEqualTo(new Result(0, "freed 100" + System.lineSeparator(), ""));
    assertThat(run("scan", "--json", target.pid(), LIMITER, "100").out())
        .isEqualToIgnoringNewLines(
            "{\"target\":\"" + target.pid() + "\",\"freed\":0,\"name\":\"" + LIMITER + "\"}");
  }

  @Test
  void scan_unknownName_namesThoseThereAre() {
    Result result = run("scan", target.pid(), "caffeine/nobody", "1");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("no cache has the name caffeine/nobody", PAGES, LIMITER);
  }

  @Test
  void scan_notANumberOrNegative_isWrongUsage() {
    assertThat(run("scan", target.pid(), PAGES, "many").exitCode()).isEqualTo(2);
    assertThat(run("scan", target.pid(), PAGES, "-1").exitCode()).isEqualTo(2);
  }

  @Test
  void shrink_priorityAndGroup_answersFreed() {
    assertThat(run("shrink", target.pid(), "--priority", "0").out()).startsWith("freed 10");
    assertThat(run("shrink", target.pid(), "--group", "nobody").out()).startsWith("freed 0");
    assertThat(run("shrink", target.pid(), "--group=shop", "--json").out())
        .startsWith("[{\"target\":\"" + target.pid() + "\",\"freed\":10}]");
    assertThat(run("shrink", target.pid(), hostAndPort).out().lines())
        .containsExactly(target.pid() + ": freed 10", hostAndPort + ": freed 10");
  }

  @Test
  void shrink_priorityOutOfRange_isWrongUsageAndSaysWhatIsAllowed() {
    Result result = run("shrink", target.pid(), "--priority", "13");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("allowed is 0 to 12");
  }

  @Test
  void drop_targetFails_saysWhyAndExit1() {
    Result result = run("drop", target.pid());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("a foreign failure");
  }

  @Test
  void attach_notFromTheJar_saysSo() {
    Result result = run("attach", target.pid());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("agent's jar");
  }

  @Test
  void help_given_listsTheCommandsThereAre() {
    Result result = run("--help");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("list", "scan", "shrink", "drop", "attach", "--version")
        .doesNotContain("top ", "report");
    assertThat(run("list", "--help").exitCode()).isZero();
  }

  @Test
  void version_given_isSaid() {
    Result result = run("--version");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("cache-shrinker ");
  }

  @Test
  void arguments_wrong_oneMessageAndExit2() {
    assertThat(run().exitCode()).isEqualTo(2);
    assertThat(run("lisst", "1").exitCode()).isEqualTo(2);
    assertThat(run("list").exitCode()).isEqualTo(2);
    assertThat(run("list", "--nonsense", "1").exitCode()).isEqualTo(2);
    assertThat(run("attach", "localhost").exitCode()).isEqualTo(2);
    Result result = run("list", "nonsense");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("cache-shrinker: \"nonsense\" is neither a pid nor");
  }
}
