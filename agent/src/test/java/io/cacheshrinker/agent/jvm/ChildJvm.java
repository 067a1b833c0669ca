package io.cacheshrinker.agent.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** A program that runs: what it prints can be awaited, and it ends when its input is closed. */
public final class ChildJvm implements AutoCloseable {
  /** Begins every line of the agent. */
  public static final String OURS = "cache-shrinker: ";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final List<Thread> readers;

  private ChildJvm(Process process) {
    this.process = process;
    readers = List.of(read(process.getInputStream(), out), read(process.getErrorStream(), err));
  }

  /** Starts {@code java} with these arguments and an environment without options of ours. */
  public static ChildJvm start(Jdk jdk, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.java());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("CACHE_SHRINKER_") || name.startsWith("JAVA_TOOL"));
    return new ChildJvm(builder.start());
  }

  /** As {@link #start(Jdk, List)}. */
  public static ChildJvm start(Jdk jdk, String... arguments) throws IOException {
    return start(jdk, Arrays.asList(arguments));
  }

  /** The argument that puts the agent into a JVM. */
  public static String agent(String options) {
    return "-javaagent:" + agentJar() + (options.isEmpty() ? "" : "=" + options);
  }

  public static Path agentJar() {
    return Path.of(System.getProperty("agent.jar"));
  }

  /** A library jar by its file name. */
  public static String lib(String name) {
    return Path.of(System.getProperty("libs.dir"), name).toString();
  }

  /** Where the programs are. */
  public static String programs() {
    return System.getProperty("test.classes");
  }

  public static String classPath(String... paths) {
    return String.join(File.pathSeparator, paths);
  }

  public long pid() {
    return process.pid();
  }

  /** Waits for a line of standard error that contains {@code part}. */
  public ChildJvm awaitError(String part) {
    return awaitLine(err, part);
  }

  /** Waits for a line of standard output that contains {@code part}. */
  public ChildJvm awaitOutput(String part) {
    return awaitLine(out, part);
  }

  private ChildJvm awaitLine(List<String> lines, String part) {
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .failFast("the program ended", this::hasEnded)
          .until(() -> holds(lines, part));
    } catch (ConditionTimeoutException | TerminalFailureException never) {
      assertThat(holds(lines, part)).as("awaited: " + part + "\n" + text()).isTrue();
    }
    return this;
  }

  private static boolean holds(List<String> lines, String part) {
    return lines.stream().anyMatch(line -> line.contains(part));
  }

  private boolean hasEnded() {
    return !process.isAlive() && readers.stream().noneMatch(Thread::isAlive);
  }

  /** Tells the program something. */
  public ChildJvm tell(String line) throws IOException {
    Writer input = process.outputWriter(StandardCharsets.UTF_8);
    input.write(line + "\n");
    input.flush();
    return this;
  }

  /** Waits for the program to end; its exit code. */
  public int exit() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(text()).isTrue();
    for (Thread reader : readers) {
      reader.join();
    }
    return process.exitValue();
  }

  /** Ends the program's input, waits for its end, and checks that it ended well. */
  public ChildJvm finish() throws IOException, InterruptedException {
    process.getOutputStream().close();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(text()).isTrue();
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(process.exitValue()).as(text()).isZero();
    return this;
  }

  public List<String> out() {
    return out;
  }

  public List<String> err() {
    return err;
  }

  /** Lines of standard error that the agent wrote. */
  public List<String> ours() {
    return err.stream().filter(line -> line.startsWith(OURS)).toList();
  }

  /** Lines of the agent that say something is wrong. */
  public List<String> complaints() {
    return ours().stream()
        .filter(line -> !line.contains(": registered ") && !line.contains(" found; "))
        .toList();
  }

  /** Lines of standard error that others wrote. */
  public List<String> others() {
    return err.stream().filter(line -> !line.startsWith(OURS)).toList();
  }

  private String text() {
    return "out:\n" + String.join("\n", out) + "\nerr:\n" + String.join("\n", err);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static Thread read(InputStream from, List<String> into) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  into.add(line);
                }
              } catch (IOException gone) {
                throw new UncheckedIOException(gone);
              }
            });
    reader.setDaemon(true);
    reader.start();
    return reader;
  }
}
