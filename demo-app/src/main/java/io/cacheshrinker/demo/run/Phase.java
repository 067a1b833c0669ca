package io.cacheshrinker.demo.run;

import io.cacheshrinker.demo.driver.Outcome;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One service and whoever asks it, from start to end. */
final class Phase {
  private static final int WARM_UP_REQUESTS = 300;

  private final Setting setting;
  private final Children children;

  Phase(Setting setting, Children children) {
    this.setting = setting;
    this.children = children;
  }

  PhaseResult run(Variant variant) throws IOException, InterruptedException {
    RunningService service = RunningService.start(setting, variant, children);
    if (!service.awaitReady()) {
      return PhaseResult.notStarted(service.end(), service.saidOutOfMemory(), service.lastLine());
    }
    // Watched with and without the agent, so that both pay for it.
    try (JmxWatch watch = JmxWatch.attach(service.pid())) {
      Outcome seen = DriverProcess.run(setting, variant.name(), service.port(), children);
      AgentNumbers agent = watch.agent();
      return PhaseResult.of(seen, service.end(), service.saidOutOfMemory(), agent);
    }
  }

  /** What the service needs without and with the agent, measured at once. */
  Base bases() throws IOException, InterruptedException {
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      Future<BaseLiveSet> without = both.submit(() -> base(false));
      Future<BaseLiveSet> with = both.submit(() -> base(true));
      return new Base(without.get(), with.get());
    } catch (ExecutionException e) {
      throw new IOException("the base live set could not be measured", e.getCause());
    } finally {
      both.shutdownNow();
    }
  }

  /** What a service needs that has been asked a little and caches nothing. */
  private BaseLiveSet base(boolean agent) throws IOException, InterruptedException {
    Variant variant = new Variant(agent ? "base-with" : "base-without", agent, 0);
    RunningService service = RunningService.start(setting, variant, children);
    if (!service.awaitReady()) {
      throw new IOException("the service did not start: " + service.lastLine());
    }
    try (JmxWatch watch = JmxWatch.attach(service.pid())) {
      for (int product = 0; product < WARM_UP_REQUESTS; product++) {
        service.ask(product);
      }
      BaseLiveSet base = new BaseLiveSet(watch.liveBytes(), watch.capacityBytes());
      service.end();
      return base;
    }
  }
}
