package io.cacheshrinker.demo.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver against a service that lies, is late, fails, or goes away. */
class LoadTest {
  private static final int PRODUCTS = 200;
  private static final int WRONG = 7;
  private static final int LATE = 11;
  private static final int FAILING = 13;
  private static final long TIMEOUT_MILLIS = 4000;

  @TempDir Path folder;
  private final RightAnswers answers = new RightAnswers(PRODUCTS);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch released = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/stats", this::stats);
    server.start();
  }

  @AfterEach
  void stop() {
    released.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void run_everyAnswerRight_nothingIsCountedAgainstTheService() throws Exception {
    server.createContext("/products/", this::right);

    Outcome outcome = run();

    assertThat(outcome.requests()).isEqualTo(PRODUCTS);
    assertThat(outcome.allRight()).isTrue();
    assertThat(Objects.requireNonNull(outcome.last()).pages().hitRate()).isEqualTo(.75);
  }

  @Test
  void run_wrongPageLatePageAndFailure_eachIsCountedOnce() throws Exception {
    server.createContext("/products/", this::faulty);

    Outcome outcome = run();

    assertThat(outcome.finished()).isTrue();
    assertThat(outcome.requests()).isEqualTo(PRODUCTS);
    assertThat(outcome.wrong()).isEqualTo(1);
    assertThat(outcome.errors()).isEqualTo(2);
    assertThat(outcome.allRight()).isFalse();
  }

  @Test
  void run_serviceGone_endsSoonAndSaysSo() throws Exception {
    server.stop(0);

    Outcome outcome = run();

    assertThat(outcome.finished()).isFalse();
    assertThat(outcome.requests()).isLessThan(PRODUCTS);
    assertThat(outcome.errors()).isEqualTo(outcome.requests());
    assertThat(outcome.firstError()).contains("refused");
  }

  private Outcome run() throws IOException, InterruptedException {
    Load.Plan plan = new Load.Plan(Trace.read(keys()), 3, 0, TIMEOUT_MILLIS);
    try (ServiceClient client =
        new ServiceClient(server.getAddress().getPort(), 4, TIMEOUT_MILLIS)) {
      return new Load(plan, client)
          .run(new Progress("test", false, new PrintStream(OutputStream.nullOutputStream())));
    }
  }

  private Path keys() throws IOException {
    Path file = folder.resolve("keys.gz");
    try (DataOutputStream out =
        new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      for (int key = 0; key < PRODUCTS; key++) {
        out.writeInt(key);
      }
    }
    return file;
  }

  private void right(HttpExchange exchange) throws IOException {
    int product = product(exchange);
    answer(exchange, 200, answers.page(product), answers.price(product));
  }

  private void faulty(HttpExchange exchange) throws IOException {
    int product = product(exchange);
    if (product == LATE) {
      awaitEndOfTest();
    }
    String price = answers.price(product == WRONG ? WRONG + 1 : product);
    answer(exchange, product == FAILING ? 500 : 200, answers.page(product), price);
  }

  private void stats(HttpExchange exchange) throws IOException {
    String numbers = "{\"hits\":3,\"misses\":1,\"evictions\":0,\"size\":1}";
    answer(
        exchange, 200, "{\"pages\":" + numbers + ",\"quotes\":" + numbers + ",\"fullGcs\":2}", "");
  }

  private void awaitEndOfTest() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int product(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
  }

  private static void answer(HttpExchange exchange, int status, String body, String price)
      throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
      exchange.getResponseHeaders().add("X-Price", price);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
