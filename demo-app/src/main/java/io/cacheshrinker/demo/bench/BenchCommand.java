package io.cacheshrinker.demo.bench;

import io.cacheshrinker.demo.bench.birth.BirthCost;
import io.cacheshrinker.demo.bench.hotpath.HotPath;
import io.cacheshrinker.demo.bench.pressure.burst.Burst;
import io.cacheshrinker.demo.bench.pressure.leak.Leak;
import io.cacheshrinker.demo.bench.pressure.tail.Tail;
import io.cacheshrinker.demo.bench.pressure.warmup.Warmup;
import io.cacheshrinker.demo.bench.pressure.waves.Observe;
import io.cacheshrinker.demo.bench.pressure.waves.PressureWaves;
import io.cacheshrinker.demo.bench.registry.PassCost;
import io.cacheshrinker.demo.bench.registry.RegistryStorm;
import io.cacheshrinker.demo.bench.registry.RegistryStress;
import io.cacheshrinker.demo.bench.registry.RegistryStuck;
import io.cacheshrinker.demo.bench.startup.Startup;
import io.cacheshrinker.demo.bench.storm.GarbageStorm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code demo-app/bench}: exits with 0 if the claim holds, 1 if it does not, 2 on wrong use. */
@Command(
    name = "demo-app/bench",
    mixinStandardHelpOptions = true,
    version = "cache-shrinker 0.1.0",
    sortOptions = false,
    description = "Measures what cache-shrinker promises, beside its baselines, in one command.")
public final class BenchCommand implements Callable<Integer> {
  private static final int HOLDS = 0;
  private static final int DOES_NOT_HOLD = 1;

  private final List<Bench> benches;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "NAME", description = "Which benchmark.")
  private String name = "";

  @Option(names = "--json", description = "Ends with one line of JSON.")
  private boolean json;

  @Option(
      names = "--gc",
      split = ",",
      converter = CollectorName.class,
      description = "serial, parallel, g1, zgc, shenandoah, genshen; several with commas.")
  private List<Collector> collectors = List.of();

  @Option(names = "--jdk", split = ",", description = "17, 25, or both with a comma.")
  private List<Integer> features = List.of();

  @Option(names = "--variant", split = ",", description = "Only these variants.")
  private List<String> variants = List.of();

  @Option(names = "--runs", description = "How often each thing is measured.")
  private @Nullable Integer runs;

  @Option(names = "--seconds", description = "How long each victim is under load.")
  private @Nullable Integer seconds;

  @Option(names = "--seed", description = "Of everything that is random (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--set",
      split = ",",
      paramLabel = "PARAMETER=NUMBER",
      description = "Parameters of the load; see below.")
  private Map<String, Long> parameters = Map.of();

  @Option(names = "--agent", hidden = true, description = "The agent's jar.")
  private Path agentJar = Path.of("agent/target/cache-shrinker-agent.jar");

  @Option(
      names = "--agent-options",
      paramLabel = "OPTIONS",
      description = "What ours is started with, e.g. high=0.8,tripwire=false.")
  private String agentOptions = "";

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description =
          "Keeps each cell as soon as it is measured; what is in it for this commit is not measured"
              + " again (demo-app/target/bench/NAME.jsonl).")
  private @Nullable Path results;

  @Option(names = "--afresh", description = "Measures also what is in the results file.")
  private boolean afresh;

  @Option(names = "--commit", hidden = true, description = "Of the code; empty: not committed.")
  private String commit = "";

  @Option(
      names = "--chart",
      paramLabel = "FILE",
      description = "Draws the outcome into this file, as SVG.")
  private @Nullable Path chart;

  BenchCommand(List<Bench> benches) {
    this.benches = benches;
  }

  public static void main(String[] arguments) {
    List<Bench> benches =
        List.of(
            new Startup(),
            new BirthCost(),
            new HotPath(),
            new RegistryStorm(),
            new RegistryStuck(),
            new RegistryStress(),
            new PassCost(),
            new GarbageStorm(),
            new PressureWaves(),
            new Observe(),
            new Leak(),
            new Burst(),
            new Warmup(),
            new Tail());
    System.exit(commandLine(benches).execute(arguments));
  }

  static CommandLine commandLine(List<Bench> benches) {
    CommandLine commandLine = new CommandLine(new BenchCommand(benches));
    commandLine
        .getCommandSpec()
        .usageMessage()
        .footer(benches.stream().map(BenchCommand::line).toArray(String[]::new))
        .footerHeading("%nBenchmarks:%n");
    return commandLine;
  }

  @Override
  public Integer call() throws InterruptedException {
    CommandLine commandLine = commandLine();
    Bench bench;
    List<Cell> cells;
    Results known;
    try {
      bench = bench();
      Settings settings = settings();
      settings.checkParameters(bench);
      cells = bench.cells(settings);
      known = results(bench);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine, "demo-app/bench: " + e.getMessage());
    }
    Outcome outcome = new Runner(commandLine.getErr(), known).run(bench, cells);
    commandLine.getOut().print(outcome.text());
    draw(bench, outcome);
    if (json) {
      commandLine.getOut().println(outcome.json());
    }
    commandLine.getOut().flush();
    return outcome.holds() ? HOLDS : DOES_NOT_HOLD;
  }

  private Results results(Bench bench) {
    Path file = results;
    if (commit.isEmpty()) {
      if (file != null) {
        throw new IllegalArgumentException(
            "--results needs code that is committed: results are kept by commit");
      }
      commandLine().getErr().println("the code is not committed: results are not kept");
      return Results.none();
    }
    Path home = agentJar.toAbsolutePath().normalize().resolve("../../../demo-app/target/bench");
    Path kept = file == null ? home.normalize().resolve(bench.name() + ".jsonl") : file;
    try {
      return Results.in(kept, bench.name(), commit, afresh);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + kept + ": " + e.getMessage(), e);
    }
  }

  private void draw(Bench bench, Outcome outcome) {
    Path svg = chart;
    if (svg == null) {
      return;
    }
    Optional<Picture> picture = bench.picture(outcome.rows());
    try {
      if (picture.isPresent()) {
        Drawing.write(svg, picture.get());
      } else {
        commandLine().getErr().println("nothing to draw");
      }
    } catch (IOException e) {
      commandLine().getErr().println("no chart in " + svg + ": " + e.getMessage());
    }
  }

  private Bench bench() {
    return benches.stream()
        .filter(bench -> bench.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no benchmark '%s'; there are %s"
                        .formatted(
                            name, String.join(", ", benches.stream().map(Bench::name).toList()))));
  }

  private Settings settings() {
    if (runs != null && runs < 1 || seconds != null && seconds < 1) {
      throw new IllegalArgumentException("--runs and --seconds are at least 1");
    }
    Path agent = agentJar.toAbsolutePath().normalize();
    if (!Files.isRegularFile(agent)) {
      throw new IllegalArgumentException("no agent at " + agent + "; build it with mvn package");
    }
    return new Settings(
        collectors,
        features,
        new LinkedHashSet<>(variants),
        runs,
        seconds,
        seed,
        parameters,
        agent,
        agentOptions);
  }

  private CommandLine commandLine() {
    CommandSpec parsed = spec;
    if (parsed == null) {
      throw new IllegalStateException("the command was not parsed");
    }
    return parsed.commandLine();
  }

  private static String line(Bench bench) {
    String parameters = bench.parameters().isEmpty() ? "" : " " + new TreeMap<>(bench.parameters());
    return "  %-15s%s%s".formatted(bench.name(), bench.purpose(), parameters);
  }

  private static final class CollectorName implements ITypeConverter<Collector> {
    @Override
    public Collector convert(String name) {
      try {
        return Collector.named(name);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(e.getMessage());
      }
    }
  }
}
