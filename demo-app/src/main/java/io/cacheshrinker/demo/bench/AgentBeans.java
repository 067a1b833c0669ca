package io.cacheshrinker.demo.bench;

import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

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

  /** An attribute of the agent's bean as text; empty without it. */
  public String agentText(String attribute) {
    return value(agent, attribute) instanceof String text ? text : "";
  }

  /** How many shrinkers have a bean with {@code attribute} above zero. */
  public long shrinkersWith(String attribute) {
    return server.queryNames(shrinkers, null).stream()
        .filter(name -> number(name, attribute) > 0)
        .count();
  }

  /** Has the agent run one pass of that priority; 0 without an agent, else the entries freed. */
  public long shrink(int priority) {
    try {
      return server.isRegistered(agent)
              && server.invoke(
                      agent, "shrink", new Object[] {priority}, new String[] {int.class.getName()})
                  instanceof Number freed
          ? freed.longValue()
          : 0;
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
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
    return value(bean, attribute) instanceof Number number ? number.longValue() : 0;
  }

  private @Nullable Object value(ObjectName bean, String attribute) {
    try {
      return server.isRegistered(bean) ? server.getAttribute(bean, attribute) : null;
    } catch (JMException e) {
      return null;
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
