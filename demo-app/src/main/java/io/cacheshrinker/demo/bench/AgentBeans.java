package io.cacheshrinker.demo.bench;

import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * What the agent says of itself, from inside its JVM and by nothing but its public names. Without
 * the agent there are no beans, and every answer is 0.
 */
public final class AgentBeans {
  private static final long POLL_NANOS = 20_000_000;

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final ObjectName agent = name("io.cacheshrinker:type=Agent");
  private final ObjectName shrinkers = name("io.cacheshrinker:type=Shrinker,*");

  /** An attribute of the agent's bean that is a number. */
  public long agentNumber(String attribute) {
    return number(agent, attribute);
  }

  /** How many shrinkers have a bean with {@code attribute} above zero. */
  public long shrinkersWith(String attribute) {
    return server.queryNames(shrinkers, null).stream()
        .filter(name -> number(name, attribute) > 0)
        .count();
  }

  /** Waits until so many shrinkers are known and weighed, but not for ever. */
  public boolean awaitWeighed(long caches, long limitNanos) {
    long end = System.nanoTime() + limitNanos;
    while (shrinkersWith("BytesPerEntry") < caches) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  private long number(ObjectName bean, String attribute) {
    try {
      return server.isRegistered(bean)
              && server.getAttribute(bean, attribute) instanceof Number number
          ? number.longValue()
          : 0;
    } catch (JMException e) {
      return 0;
    }
  }

  private static ObjectName name(String name) {
    try {
      return new ObjectName(name);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
