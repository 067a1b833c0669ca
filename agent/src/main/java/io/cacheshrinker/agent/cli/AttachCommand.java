package io.cacheshrinker.agent.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings the agent into a JVM that runs already. */
@Command(
    name = "attach",
    description = "Loads the agent into a JVM that was started without it.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class,
    sortOptions = false)
final class AttachCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "PID", description = "a JVM of the same user")
  private String pid = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "OPTIONS",
      defaultValue = "",
      description = "agent options, for instance mode=observe,high=0.8")
  private String options = "";

  @Override
  public Integer call() throws Failure {
    if (!pid.matches("\\d+")) {
      throw new ParameterException(spec.commandLine(), "\"" + pid + "\" is not a pid");
    }
    Path jar =
        OwnJar.path()
            .orElseThrow(
                () ->
                    new Failure(
                        "this command was not started from the agent's jar, so there is"
                            + " none to attach; start it with "
                            + Cli.NAME
                            + "."));
    spec.commandLine()
        .getErr()
        .println(
            "a JVM of JDK 21 or later prints four lines of warning when an agent is loaded into it;"
                + " caches created before appear when they are next written to");
    try {
      LocalJvm.load(pid, jar, options);
    } catch (NoClassDefFoundError e) {
      throw Failure.cannotAttach(pid);
    }
    spec.commandLine()
        .getOut()
        .println("attached to " + pid + "; \"list " + pid + "\" shows its caches");
    return ExitCode.OK;
  }
}
