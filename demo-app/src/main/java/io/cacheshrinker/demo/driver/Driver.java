package io.cacheshrinker.demo.driver;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Main class of the driver's JVM: progress goes to standard error, the outcome as one line of JSON
 * to standard output.
 */
@Command(
    name = "driver",
    mixinStandardHelpOptions = true,
    description = "Replays an access trace against the catalogue service and checks every answer.")
public final class Driver implements Callable<Integer> {
  @Option(names = "--port", required = true, description = "the service's port on this machine")
  private int port;

  @Option(names = "--trace", required = true, description = "the file of keys to replay")
  private Path trace = Path.of("");

  @Option(
      names = "--connections",
      defaultValue = "8",
      description = "clients, with a connection each (default: ${DEFAULT-VALUE})")
  private int connections;

  @Option(
      names = "--seconds",
      defaultValue = "0",
      description = "how long to go on, trace after trace (default: one pass of the trace)")
  private double seconds;

  @Option(
      names = "--timeout-ms",
      defaultValue = "10000",
      description = "an answer that takes longer is an error (default: ${DEFAULT-VALUE})")
  private long timeoutMillis;

  @Option(names = "--label", defaultValue = "driver", description = "what progress begins with")
  private String label = "";

  @Option(names = "--terminal", description = "show progress as one line that changes")
  private boolean terminal;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Driver()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Load.Plan plan = new Load.Plan(Trace.read(trace), connections, seconds, timeoutMillis);
    // One more connection, for /stats.
    try (ServiceClient client = new ServiceClient(port, connections + 1, timeoutMillis)) {
      Outcome outcome = new Load(plan, client).run(new Progress(label, terminal, System.err));
      System.out.println(new ObjectMapper().writeValueAsString(outcome));
      return 0;
    }
  }
}
