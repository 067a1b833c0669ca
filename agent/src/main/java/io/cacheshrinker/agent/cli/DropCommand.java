package io.cacheshrinker.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything that may go, goes. */
@Command(
    name = "drop",
    description =
        "Sheds whatever may go: each cache down to its floor, or at most a tenth of it stays.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class,
    sortOptions = false)
final class DropCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Targets targets = new Targets();

  @Option(names = "--json", description = "a JSON array of target and freed")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Targets.Answers<Long> answers = targets.ask(Connection::dropAll);
    Freed.print(answers, json, spec.commandLine().getOut());
    return answers.exitCode;
  }
}
