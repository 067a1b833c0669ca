package io.cacheshrinker.agent.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One cache by hand. */
@Command(
    name = "scan",
    description = "Sheds up to N of the coldest entries of one cache.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class,
    sortOptions = false)
final class ScanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "TARGET", description = "pid, or host:port")
  private String target = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "as listed")
  private String name = "";

  @Parameters(index = "2", paramLabel = "N", description = "entries, 0 or more")
  private long entries;

  @Option(names = "--json", description = "a JSON object of target, name and freed")
  private boolean json;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "give up after so long (default: ${DEFAULT-VALUE})")
  private int timeoutSeconds;

  @Override
  public Integer call() throws InterruptedException {
    Targets.Answers<Long> answers =
        Targets.ask(
            spec, List.of(target), timeoutSeconds, connection -> connection.scan(name, entries));
    Long freed = answers.byTarget.get(target);
    if (freed != null) {
      print(freed);
    }
    return answers.exitCode;
  }

  private void print(long freed) {
    Map<String, Object> answer = Freed.row(target, freed);
    answer.put("name", name);
    spec.commandLine().getOut().println(json ? Json.write(answer) : "freed " + freed);
  }
}
