package io.cacheshrinker.demo.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A program in a JVM of its own: how to start it, and what it answered. */
public final class Victim {
  /** They would put flags into every JVM, the baselines' included. */
  private static final Set<String> FLAGS_FROM_OUTSIDE =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private static final int LAST_LINES = 4;

  private final Jvm jvm;
  private final String main;
  private final List<String> flags = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private final Set<Path> classPath = new LinkedHashSet<>();
  private Duration limit = Duration.ofMinutes(2);

  private Victim(Jvm jvm, String main) {
    this.jvm = jvm;
    this.main = main;
  }

  public static Victim of(Jvm jvm, Class<?> main) {
    return new Victim(jvm, main.getName()).places(placeOf(main), placeOf(Answer.class));
  }

  /** A program that is not compiled with this module; it brings all that it needs. */
  public static Victim of(Jvm jvm, String main, Path... places) {
    return new Victim(jvm, main).places(places);
  }

  private Victim places(Path... more) {
    classPath.addAll(Arrays.asList(more));
    return this;
  }

  public Victim flags(String... more) {
    flags.addAll(Arrays.asList(more));
    return this;
  }

  /**
   * @param options as after the {@code =} of {@code -javaagent}; may be empty
   */
  public Victim agent(Path jar, String options) {
    return flags("-javaagent:" + jar + (options.isEmpty() ? "" : "=" + options));
  }

  public Victim arguments(Object... more) {
    Arrays.stream(more).map(Object::toString).forEach(arguments::add);
    return this;
  }

  public Victim uses(Library... libraries) {
    for (Library library : libraries) {
      usesJarsOf(library.jars());
    }
    return this;
  }

  /** Puts the jars or folders of these classes on the class path. */
  public Victim usesJarsOf(Class<?>... types) {
    for (Class<?> type : types) {
      classPath.add(placeOf(type));
    }
    return this;
  }

  /** The jar that a class comes from. */
  public Victim usesJarOf(Class<?> type) {
    return places(placeOf(type));
  }

  public Victim limit(Duration most) {
    limit = most;
    return this;
  }

  /**
   * Runs it to its end.
   *
   * @throws VictimFailed it outlived its limit
   */
  public Ended run() throws VictimFailed, InterruptedException {
    Path output = temporaryFile();
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().keySet().removeAll(FLAGS_FROM_OUTSIDE);
      long start = System.nanoTime();
      Process process = builder.start();
      boolean ended = waitFor(process);
      long wallNanos = System.nanoTime() - start;
      String said = Files.readString(output);
      if (!ended) {
        throw new VictimFailed(
            "did not end within " + limit.toSeconds() + " s: " + lastWords(said));
      }
      return new Ended(process.exitValue(), wallNanos, said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(output);
    }
  }

  private boolean waitFor(Process process) throws InterruptedException {
    Thread reaper = new Thread(process::destroyForcibly, "end of the victim");
    Runtime.getRuntime().addShutdownHook(reaper);
    try {
      return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(reaper);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(jvm.jdk().java().toString());
    command.addAll(jvm.collector().flags());
    command.addAll(flags);
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(main);
    command.addAll(arguments);
    return command;
  }

  static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(type + " comes from no file", e);
    }
  }

  private static Path temporaryFile() {
    try {
      return Files.createTempFile("cache-shrinker-victim", ".txt");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The end of what it said, without the frames of stack traces. */
  private static String lastWords(String output) {
    List<String> lines = output.lines().filter(line -> !line.startsWith("\t")).toList();
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  /**
   * A victim that has ended.
   *
   * @param wallNanos from its start to its end, as seen from outside
   * @param output standard output and standard error
   */
  public record Ended(int exit, long wallNanos, String output) {

    /** Exit code of a JVM that -XX:+ExitOnOutOfMemoryError has ended. */
    private static final int OUT_OF_MEMORY = 3;

    public double wallMillis() {
      return wallNanos / 1e6;
    }

    /**
     * @throws VictimFailed it died or kept silent
     */
    public Answer answer() throws VictimFailed {
      Answer answer = Answer.in(output);
      if (exit != 0 || answer.isEmpty()) {
        throw new VictimFailed("exit " + exit + ": " + lastWords(output));
      }
      return answer;
    }

    /**
     * Whether a victim with -XX:+ExitOnOutOfMemoryError, which speaks as it goes, lived to its end.
     *
     * @throws VictimFailed it died of something else, or before it said anything
     */
    public boolean survived() throws VictimFailed {
      if (exit != 0 && exit != OUT_OF_MEMORY || lastAnswer().isEmpty()) {
        throw new VictimFailed("exit " + exit + ": " + lastWords(output));
      }
      return exit == 0;
    }

    /** What it had said when it ended, well or not. */
    public Answer lastAnswer() {
      return Answer.in(output);
    }
  }
}
