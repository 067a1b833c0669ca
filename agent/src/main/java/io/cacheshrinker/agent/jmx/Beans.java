package io.cacheshrinker.agent.jmx;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.agent.shrink.Control;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Keeps one bean for the agent and one for each live shrinker in the platform's MBean server.
 *
 * <p>Start, refresh and stop belong to one thread. Beans are read by any thread; what they do is
 * {@link Control}'s, which pins for each operation, because taking a bean out of the server does
 * not wait for invocations that run.
 */
public final class Beans {
  static final String DOMAIN = "io.cacheshrinker";

  /** Notifications kept for listeners that are slower than verdicts; more are dropped. */
  private static final int PENDING_NOTIFICATIONS = 64;

  private static final long IDLE_SECONDS = 10;

  private final Registry registry;
  private final Control control;
  private final MBeanServer server;
  private final ThreadPoolExecutor listeners = listenerThread();
  private final Map<RegisteredShrinker, ObjectName> named = new HashMap<>();

  /** Filled and emptied by each refresh; kept so that one without news allocates nothing. */
  private final List<RegisteredShrinker> unnamed = new ArrayList<>();

  private Beans(Registry registry, Control control, MBeanServer server) {
    this.registry = registry;
    this.control = control;
    this.server = server;
  }

  /**
   * Registers what there is. The first caller of the platform's MBean server decides for the whole
   * JVM which one it gets, so this must not run before the application's main class is initialised.
   *
   * @param unregistered caches that are not registered, and why; called by any thread
   * @throws IllegalStateException if the server or a bean cannot be had: nothing is left behind,
   *     and a later try may succeed
   */
  public static Beans start(
      Registry registry, Control control, Supplier<List<String>> unregistered) {
    MBeanServer server;
    try {
      server = ManagementFactory.getPlatformMBeanServer();
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalStateException("the platform MBean server cannot be had: " + e, e);
    }
    return start(registry, control, unregistered, server);
  }

  static Beans start(
      Registry registry, Control control, Supplier<List<String>> unregistered, MBeanServer server) {
    Beans beans = new Beans(registry, control, server);
    AgentBean agent = new AgentBean(control, unregistered, beans.listeners);
    try {
      server.registerMBean(agent, agentName());
      beans.refresh();
    } catch (InstanceAlreadyExistsException e) {
      throw new IllegalStateException(agentName() + " is registered already", e);
    } catch (JMException | RuntimeException e) {
      beans.stop();
      throw new IllegalStateException("beans cannot be registered: " + e, e);
    }
    control.onVerdict(agent::verdictChanged);
    return beans;
  }

  /**
   * Registers beans of new shrinkers and takes away those of dead ones, before it returns. A bean
   * that the server refuses keeps no other from being registered.
   *
   * @throws RuntimeException the first refusal, after all were tried; the next refresh tries again
   */
  public void refresh() {
    removeDead();
    registry.walk(Scope.ALL_GROUPS, this::noteIfUnnamed);
    RuntimeException first = null;
    for (RegisteredShrinker shrinker : unnamed) {
      try {
        register(shrinker);
      } catch (RuntimeException refused) {
        first = first == null ? refused : first;
      }
    }
    unnamed.clear();
    if (first != null) {
      throw first;
    }
  }

  /** Takes all beans away; the second time: no effect. */
  public void stop() {
    named.values().forEach(this::unregister);
    named.clear();
    unregister(agentName());
    listeners.shutdown();
  }

  /** Each is forgotten before it is taken away: a server that refuses is not asked again. */
  private void removeDead() {
    for (Iterator<Map.Entry<RegisteredShrinker, ObjectName>> all = named.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<RegisteredShrinker, ObjectName> entry = all.next();
      if (!entry.getKey().isLive()) {
        all.remove();
        unregister(entry.getValue());
      }
    }
  }

  /** Only notes it: what listens to the server's registrations must not run under a pin. */
  private boolean noteIfUnnamed(RegisteredShrinker shrinker, Object cache) {
    if (!named.containsKey(shrinker)) {
      unnamed.add(shrinker);
    }
    return true;
  }

  private void register(RegisteredShrinker shrinker) {
    ObjectName name = shrinkerName(shrinker.name());
    try {
      server.registerMBean(new ShrinkerBean(shrinker, control), name);
      named.put(shrinker, name);
    } catch (InstanceAlreadyExistsException e) {
      // A namesake is alive: the next refresh tries again.
    } catch (JMException e) {
      throw new IllegalStateException(name + " cannot be registered: " + e, e);
    }
  }

  private void unregister(ObjectName name) {
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      // Somebody else took it away: it is gone, as it should be.
    } catch (JMException e) {
      throw new IllegalStateException(name + " cannot be unregistered: " + e, e);
    }
  }

  static ObjectName agentName() {
    return objectName(DOMAIN + ":type=Agent");
  }

  static ObjectName shrinkerName(String name) {
    return objectName(DOMAIN + ":type=Shrinker,name=" + ObjectName.quote(name));
  }

  private static ObjectName objectName(String name) {
    try {
      return new ObjectName(name);
    } catch (JMException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  /** Listeners are code of others: they may wait, and the thread that shrinks must not. */
  private static ThreadPoolExecutor listenerThread() {
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(PENDING_NOTIFICATIONS),
            task -> {
              Thread thread = new Thread(task, "cache-shrinker notifications");
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    one.allowCoreThreadTimeOut(true);
    return one;
  }
}
