package io.cacheshrinker.agent.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One pass by hand. */
@Command(
    name = "shrink",
    description = "Runs one pass over the caches of the targets.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class,
    sortOptions = false)
final class ShrinkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Targets targets = new Targets();

  @Option(
      names = "--priority",
      paramLabel = "P",
      defaultValue = "2",
      description =
          "12 (gentle) to 0 (harsh); 2 sheds half of a cache of ordinary cost"
              + " (default: ${DEFAULT-VALUE})")
  private int priority;

  @Option(names = "--group", paramLabel = "G", description = "only the caches of this group")
  private @Nullable String group;

  @Option(names = "--json", description = "a JSON array of target and freed")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    String only = group;
    Targets.Answers<Long> answers =
        targets.ask(
            connection ->
                only == null
                    ? connection.shrink(priority)
                    : connection.shrinkGroup(only, priority));
    Freed.print(answers, json, spec.commandLine().getOut());
    return answers.exitCode;
  }
}
