package io.cacheshrinker.agent.cli;

import io.cacheshrinker.agent.jmx.Beans;
import io.cacheshrinker.agent.jmx.FakeCache;
import io.cacheshrinker.agent.jmx.FakeControl;
import io.cacheshrinker.agent.registry.Registry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A JVM to look at: with our beans over fake caches, or bare. Lives until its input ends. */
final class TargetJvm implements AutoCloseable {
  private static final String READY = "ready";

  /** The registry holds caches weakly. */
  private static final List<FakeCache> KEPT = new ArrayList<>();

  private final Process process;

  private TargetJvm(Process process) {
    this.process = process;
  }

  static TargetJvm start(List<String> jvmOptions, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
    command.add(TargetJvm.class.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (!READY.equals(said.readLine())) {
      process.destroyForcibly();
      throw new IOException("the target does not start");
    }
    return new TargetJvm(process);
  }

  String pid() {
    return Long.toString(process.pid());
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The target itself; with any argument it carries our beans. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      Registry registry = new Registry();
      String[] names = {"fake/com.acme.Shop.pages", "fake/com.acme.Shop.limiter#2"};
      for (String name : names) {
        FakeCache cache = new FakeCache(12_345);
        KEPT.add(cache);
        boolean eligible = name.endsWith("pages");
        registry.register(
            Objects.requireNonNull(
                registry.alloc(cache.named(name, eligible ? "shop" : "", eligible))));
      }
      Beans.start(
          registry, new FakeControl(registry), () -> List.of("fake/old: a member is missing"));
    }
    System.out.println(READY);
    System.in.transferTo(OutputStream.nullOutputStream());
  }
}
