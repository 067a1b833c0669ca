package io.cacheshrinker.demo.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The service as a process: started by its ordinary {@code java -jar}, with the agent by the flag
 * alone.
 */
final class RunningService {
  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 30;

  private final Process process;
  private final int port;
  private final Path log;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private RunningService(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  static RunningService start(Setting setting, Variant variant, Children children)
      throws IOException {
    Path folder = setting.places().work(variant.name());
    deleteTree(folder);
    Files.createDirectories(folder);
    int port = freePort();
    Path log = folder.resolve("service.log");
    ProcessBuilder builder =
        new ProcessBuilder(command(setting, variant, folder, port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    return new RunningService(children.start(builder), port, log);
  }

  static List<String> command(Setting setting, Variant variant, Path folder, int port) {
    List<String> command = new ArrayList<>();
    command.add(setting.jdk().resolve("bin/java").toString());
    command.add("-Xms" + setting.xmx());
    command.add("-Xmx" + setting.xmx());
    command.add(setting.collector().flag);
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Xlog:gc:file=" + folder.resolve("gc.log"));
    if (variant.agent()) {
      command.add("-javaagent:" + setting.places().agentJar());
    }
    command.add("-jar");
    command.add(setting.places().serviceJar().toString());
    command.add("--server.port=" + port);
    command.add(
        "--spring.datasource.url=jdbc:h2:file:" + folder.resolve("catalogue") + ";CACHE_SIZE=1024");
    command.addAll(variant.properties());
    return command;
  }

  /** Returns when the service answers; false when it ended, or does not answer for too long. */
  boolean awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return true;
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** Requests a product, and leaves the answer to others to judge. */
  void ask(int product) throws IOException, InterruptedException {
    http.send(request("/products/" + product).build(), HttpResponse.BodyHandlers.discarding());
  }

  /**
   * Lets the service end: one that is alive is asked to, one that is about to die is waited for;
   * one that does neither is killed.
   *
   * @return its exit code
   */
  int end() throws InterruptedException {
    try {
      http.send(
          request("/stop").POST(HttpRequest.BodyPublishers.noBody()).build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      // It has ended by itself or is just about to; its exit code tells.
    }
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }

  /** Whether the JVM's last word was that it ends because of an OutOfMemoryError. */
  boolean saidOutOfMemory() throws IOException {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
      return lines.anyMatch(line -> line.contains("Terminating due to java.lang.OutOfMemoryError"));
    }
  }

  /** The last line of its log. */
  String lastLine() throws IOException {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
      return lines.reduce((line, next) -> next).orElse("no output");
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      return http.send(request("/stats").build(), HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(STOP_SECONDS));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
