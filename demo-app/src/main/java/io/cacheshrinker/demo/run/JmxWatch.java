package io.cacheshrinker.demo.run;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jspecify.annotations.Nullable;

/**
 * Reads, from outside, what the agent says of itself: by pid, with nothing that the JDK does not
 * have.
 *
 * <p>Its own thread asks once a second and publishes the newest answer, so that one is left when
 * the service dies.
 */
final class JmxWatch implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 1000;
  private static final int LIVE_SAMPLES = 5;
  private static final String THREADS = "cache-shrinker";

  /** Without a thread that asks whether the service lives, and complains on stderr when it died. */
  private static final Map<String, Long> QUIETLY =
      Map.of("jmx.remote.x.client.connection.check.period", 0L);

  private final JMXConnector connector;
  private final MBeanServerConnection server;
  private final Map<Long, Long> cpuNanosByThread = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile @Nullable AgentNumbers newest;

  private JmxWatch(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.server = connector.getMBeanServerConnection();
    this.thread = new Thread(this::watch, "jmx-watch");
    thread.start();
  }

  // The address comes from the JVM attached to, which is a child of ours on this machine.
  @SuppressWarnings("BanJNDI")
  static JmxWatch attach(long pid) throws IOException {
    try {
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(pid));
      try {
        JMXServiceURL address = new JMXServiceURL(jvm.startLocalManagementAgent());
        return new JmxWatch(JMXConnectorFactory.connect(address, QUIETLY));
      } finally {
        jvm.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("cannot attach to the service, pid " + pid, e);
    }
  }

  /** The newest answer; null when there was none, because there is no agent or it is off. */
  @Nullable AgentNumbers agent() {
    try {
      read();
    } catch (IOException | JMException e) {
      // The service has gone; what it said last stands.
    }
    return newest;
  }

  /** Live bytes of the whole heap, after collections made for the purpose. */
  long liveBytes() throws IOException {
    MemoryMXBean memory =
        ManagementFactory.newPlatformMXBeanProxy(
            server, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
    List<MemoryPoolMXBean> pools = heapPools();
    long least = Long.MAX_VALUE;
    // Several, because concurrent collectors count what is allocated meanwhile, and references are
    // cleared one collection late.
    for (int i = 0; i < LIVE_SAMPLES; i++) {
      memory.gc();
      long afterGc = pools.stream().mapToLong(p -> p.getCollectionUsage().getUsed()).sum();
      least = Math.min(least, afterGc);
    }
    return least;
  }

  /**
   * What live objects can fill: the old generation where it is a pool with a maximum of its own,
   * else the heap.
   */
  long capacityBytes() throws IOException {
    long heap =
        ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class)
            .getHeapMemoryUsage()
            .getMax();
    return heapPools().stream()
        .filter(pool -> pool.getName().matches("Tenured Gen|PS Old Gen"))
        .mapToLong(pool -> pool.getUsage().getMax())
        .findFirst()
        .orElse(heap);
  }

  private List<MemoryPoolMXBean> heapPools() throws IOException {
    return ManagementFactory.getPlatformMXBeans(server, MemoryPoolMXBean.class).stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
    try {
      connector.close();
    } catch (IOException e) {
      // There is nobody left at the other end.
    }
  }

  private void watch() {
    try {
      while (true) {
        read();
        TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
      }
    } catch (IOException | JMException | InterruptedException e) {
      // The service has gone, or the watch is over: the newest answer is the last one.
    }
  }

  private synchronized void read() throws IOException, JMException {
    ObjectName agent = new ObjectName("io.cacheshrinker:type=Agent");
    try {
      newest =
          new AgentNumbers(
              ((Number) server.getAttribute(agent, "Freed")).longValue(),
              ((Number) server.getAttribute(agent, "Passes")).longValue(),
              (String) server.getAttribute(agent, "Verdict"),
              agentCpuMillis());
    } catch (InstanceNotFoundException e) {
      // No agent, or off, or no cache was born yet.
    }
  }

  /** Of all threads of the agent that were ever seen: one that has ended keeps what it had used. */
  private double agentCpuMillis() throws IOException {
    ThreadMXBean threads =
        ManagementFactory.newPlatformMXBeanProxy(
            server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null && info.getThreadName().startsWith(THREADS)) {
        long nanos = threads.getThreadCpuTime(info.getThreadId());
        cpuNanosByThread.merge(info.getThreadId(), nanos, Math::max);
      }
    }
    return cpuNanosByThread.values().stream().mapToLong(Long::longValue).sum() / 1e6;
  }
}
