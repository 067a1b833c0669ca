package io.cacheshrinker.agent.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Several targets at once: all are asked side by side, and one that fails hides no other. */
final class Targets {
  private static final String SHAPE = "\\d+|(\\[[0-9a-fA-F:]+]|[^:\\[\\]/]+):\\d{1,5}";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "TARGET", arity = "1..*", description = "pid, or host:port")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "give up on a target after so long (default: ${DEFAULT-VALUE})")
  private int timeoutSeconds;

  /** What is done with one target. */
  interface Question<T> {
    T ask(Connection connection) throws Exception;
  }

  /** Answers of those that answered, by target, in the order they were named. */
  static final class Answers<T> {
    final Map<String, T> byTarget = new LinkedHashMap<>();
    final int asked;
    int exitCode = ExitCode.OK;

    Answers(int asked) {
      this.asked = asked;
    }
  }

  <T> Answers<T> ask(Question<T> question) throws InterruptedException {
    return ask(command, targets, timeoutSeconds, question);
  }

  /** Asks all; failures are told on the error stream and in the exit code. */
  static <T> Answers<T> ask(
      CommandSpec command, List<String> targets, int timeoutSeconds, Question<T> question)
      throws InterruptedException {
    targets.forEach(target -> requireTarget(command, target));
    ExecutorService threads = Executors.newCachedThreadPool(Targets::daemon);
    Map<String, Future<T>> asked = new LinkedHashMap<>();
    for (String target : targets) {
      asked.computeIfAbsent(target, t -> threads.submit(() -> askOne(t, question)));
    }
    Answers<T> answers = new Answers<>(asked.size());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
    for (Map.Entry<String, Future<T>> entry : asked.entrySet()) {
      String target = entry.getKey();
      try {
        long left = Math.max(0, deadline - System.nanoTime());
        answers.byTarget.put(target, entry.getValue().get(left, TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        tell(
            command, new Failure(target + ": no answer within " + timeoutSeconds + " s."), answers);
      } catch (ExecutionException e) {
        tell(command, Failure.of(target, e), answers);
      }
    }
    return answers;
  }

  /** A target that never answers does not keep the command from ending. */
  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "target");
    thread.setDaemon(true);
    return thread;
  }

  private static <T> T askOne(String target, Question<T> question) throws Exception {
    try (Connection connection = Connection.to(target)) {
      return question.ask(connection);
    }
  }

  private static void tell(CommandSpec command, Failure failure, Answers<?> answers) {
    PrintWriter err = command.commandLine().getErr();
    err.println(Cli.message(failure.words()));
    boolean onlyUsage = failure.usage && answers.exitCode != ExitCode.SOFTWARE;
    answers.exitCode = onlyUsage ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  private static void requireTarget(CommandSpec command, String target) {
    if (!target.matches(SHAPE)) {
      throw new ParameterException(
          command.commandLine(), "\"" + target + "\" is neither a pid nor host:port");
    }
  }
}
