package io.cacheshrinker.demo.run;

import io.cacheshrinker.demo.driver.Outcome;
import java.io.IOException;

/** One service and its driver, from start to end. */
final class Phase {
  private final Setting setting;
  private final Children children;

  Phase(Setting setting, Children children) {
    this.setting = setting;
    this.children = children;
  }

  PhaseResult run(Variant variant) throws IOException, InterruptedException {
    RunningService service = RunningService.start(setting, variant, children);
    // Watched with and without the agent, so that both pay for it.
    try (JmxWatch watch = JmxWatch.attach(service.pid())) {
      Outcome seen =
          DriverProcess.run(setting, variant.name(), service.port(), setting.seconds(), children);
      AgentNumbers agent = watch.agent();
      Long agentHeap =
          variant.agent() && seen.finished() ? watch.agentHeapBytes().orElse(null) : null;
      int exit = service.end();
      return PhaseResult.of(seen, exit, service.saidOutOfMemory(), agent, agentHeap);
    }
  }

  /** Live bytes of a service that has done all it can do and caches nothing. */
  BaseLiveSet base(boolean agent) throws IOException, InterruptedException {
    Variant variant = new Variant(agent ? "base-with" : "base-without", agent, 0);
    RunningService service = RunningService.start(setting, variant, children);
    try (JmxWatch watch = JmxWatch.attach(service.pid())) {
      DriverProcess.run(setting, variant.name(), service.port(), BaseLiveSet.SECONDS, children);
      BaseLiveSet base = new BaseLiveSet(watch.liveBytes(), watch.capacityBytes());
      service.end();
      return base;
    }
  }
}
