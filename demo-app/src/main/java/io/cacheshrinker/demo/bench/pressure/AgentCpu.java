package io.cacheshrinker.demo.bench.pressure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/** The processor time of the agent's threads beside that of all threads of this JVM. */
public final class AgentCpu {
  private static final String NAME = "cache-shrinker";

  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private final double agentBefore = agentMillis();
  private final double processBefore = processMillis();

  /** What part of the JVM's processor time since this was made is the agent's. */
  public double share() {
    return (agentMillis() - agentBefore) / Math.max(1, processMillis() - processBefore);
  }

  /** Of the agent's threads that live, since they began. */
  private double agentMillis() {
    long nanos = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith(NAME)) {
        nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return nanos / 1e6;
  }

  private double processMillis() {
    return process.getProcessCpuTime() / 1e6;
  }
}
