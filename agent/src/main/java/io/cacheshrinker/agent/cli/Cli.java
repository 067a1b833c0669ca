package io.cacheshrinker.agent.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Entry to the command line. */
@Command(
    name = Cli.NAME,
    description = "Looks at, and shrinks, the caches of running JVMs that carry the agent.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ListCommand.class,
      ScanCommand.class,
      ShrinkCommand.class,
      DropCommand.class,
      AttachCommand.class
    },
    footer = {
      "",
      "A TARGET is the pid of a JVM of the same user on this machine, or",
      "host:port of its remote JMX.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage."
    })
public final class Cli implements Runnable {
  static final String NAME = "java -jar cache-shrinker-agent.jar";

  @Spec private CommandSpec spec;

  /** Instances are made by {@link #run(String[])} alone. */
  Cli() {
    spec = CommandSpec.create();
  }

  /** Runs a command and answers its exit code: 0 done, 1 failed, 2 usage. Never throws. */
  public static int run(String[] arguments) {
    return run(
        new PrintWriter(System.out, true, encoding("stdout.encoding")),
        new PrintWriter(System.err, true, encoding("stderr.encoding")),
        arguments);
  }

  /** Since JDK 18 the terminal's encoding need not be the default one, and has a property. */
  private static Charset encoding(String property) {
    String name = System.getProperty(property);
    return name == null ? Charset.defaultCharset() : Charset.forName(name);
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine commandLine =
        new CommandLine(new Cli())
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(Cli::wrongUsage)
            .setExecutionExceptionHandler(Cli::failed);
    int code = commandLine.execute(arguments);
    out.flush();
    err.flush();
    return code;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command was given");
  }

  private static int wrongUsage(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(message(e.getMessage() + "; nothing was done."));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
      command.usage(err);
    }
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) {
    command.getErr().println(message(Failure.explain(e)));
    return CommandLine.ExitCode.SOFTWARE;
  }

  static String message(String text) {
    return "cache-shrinker: " + text;
  }

  /** Version of the jar that this command is part of. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"cache-shrinker " + OwnJar.version()};
    }
  }
}
