package io.cacheshrinker.demo.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command; {@code demo-app/run} builds what is missing and starts it. */
@Command(
    name = "demo-app/run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs the same service in the same heap, first without the agent, then with it, against a"
          + " recorded access log, and puts what happened side by side.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 the promise was kept: without the agent the service died of"
          + " OutOfMemoryError, with it every request was answered, and answered right;"
          + " 1 it was not, or something failed; 2 wrong usage.",
      "The logs are in demo-app/target/run."
    })
public final class Run implements Callable<Integer> {
  @Option(
      names = "--gc",
      defaultValue = "g1",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  Collector collector = Collector.G1;

  @Option(
      names = "--jdk",
      defaultValue = "17",
      description =
          "17 or 25: runs the service; from JAVA17_HOME, JAVA25_HOME or the usual places (default: ${DEFAULT-VALUE})")
  int jdk;

  @Option(
      names = "--xmx",
      paramLabel = "SIZE",
      defaultValue = "2g",
      converter = Bytes.Converter.class,
      description = "heap of the service, at least 96m (default: ${DEFAULT-VALUE})")
  Bytes xmx = new Bytes(0);

  @Option(
      names = "--seconds",
      defaultValue = "0",
      description = "how long each service is driven, log after log (default: one pass of the log)")
  double seconds;

  @Option(
      names = "--connections",
      defaultValue = "8",
      description = "clients at once (default: ${DEFAULT-VALUE})")
  int connections;

  @Option(
      names = "--compare",
      description =
          "adds the same service with caches of fixed sizes: the largest that survives, and .85, .7 and .5 of it (takes minutes)")
  boolean compare;

  @Option(names = "--json", description = "ends with one line of JSON")
  boolean json;

  @Option(
      names = "--chart",
      paramLabel = "FILE",
      description = "draws the heap of both services into this file, as SVG")
  @Nullable Path chart;

  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  private final PrintStream out = System.out;

  public static void main(String[] arguments) {
    // A dying service may leave a question over RMI unanswered.
    System.setProperty("sun.rmi.transport.tcp.responseTimeout", "10000");
    System.exit(commandLine(new Run()).execute(arguments));
  }

  static CommandLine commandLine(Run run) {
    return new CommandLine(run)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(
            (wrong, arguments) -> {
              PrintWriter err = wrong.getCommandLine().getErr();
              err.println("demo-app/run: " + wrong.getMessage() + "; see demo-app/run --help");
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println("demo-app/run: " + failure.getMessage());
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Setting setting = setting();
    Phase phase = new Phase(setting, new Children());
    out.printf(
        "the service on JDK %d, %s, heap of %s, %d clients%n%n", jdk, collector, xmx, connections);
    PhaseResult without = phase.run(Variant.WITHOUT);
    PhaseResult with = phase.run(Variant.WITH);
    Base base = with.survived() ? phase.bases() : null;
    out.printf("%n%s%n", Tables.sideBySide(without, with, base));
    Comparison comparison = compare ? compare(phase, without, with) : null;
    Report report =
        new Report(collector.toString(), jdk, xmx.count(), without, with, base, comparison);
    out.println(Verdict.inWords(report));
    if (chart != null) {
      Chart.write(chart, setting, without, with);
    }
    if (json) {
      out.println(report.json());
    }
    return report.held() ? 0 : 1;
  }

  private @Nullable Comparison compare(Phase phase, PhaseResult without, PhaseResult with)
      throws IOException, InterruptedException {
    if (without.survived()) {
      out.println("no fixed sizes: the service survived without a bound");
      return null;
    }
    // Bounds above what was held at the end bound nothing, so it dies with them just the same.
    Comparison comparison = Comparison.run(without.pagesHeld(), with.hitRate(), phase::run);
    out.printf("%n%s%n", Tables.fixedSizes(comparison, with));
    return comparison;
  }

  private Setting setting() throws IOException {
    require(jdk == 17 || jdk == 25, "--jdk is " + jdk + "; 17 and 25 are supported");
    require(xmx.count() >= 96L << 20, "--xmx is " + xmx + "; the service needs 96m to start");
    require(seconds >= 0, "--seconds is " + seconds + "; it cannot be negative");
    require(connections >= 1 && connections <= 100, "--connections is from 1 to 100");
    Places places = new Places(Path.of(System.getProperty("demo.root", "")).toAbsolutePath());
    places.check();
    return new Setting(
        places,
        Jdks.ofThisMachine().find(jdk),
        collector,
        xmx,
        connections,
        seconds,
        Boolean.getBoolean("demo.terminal"));
  }

  private void require(boolean condition, String message) {
    if (!condition && spec != null) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
