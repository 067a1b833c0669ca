package io.cacheshrinker.agent.cli;

import java.io.IOException;
import java.rmi.NotBoundException;
import java.rmi.registry.LocateRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnector;
import javax.management.remote.rmi.RMIServer;

/** The beans of one target. */
final class Connection implements AutoCloseable {
  private static final String DOMAIN = "io.cacheshrinker";

  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  private Connection(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.beans = connector.getMBeanServerConnection();
  }

  static Connection to(String target) throws Failure {
    try {
      JMXConnector connector = target.matches("\\d+") ? local(target) : remote(target);
      connector.connect();
      return new Connection(connector);
    } catch (IOException | NotBoundException e) {
      throw new Failure(target + ": does not answer: " + Failure.explain(e));
    } catch (NoClassDefFoundError e) {
      throw Failure.cannotAttach(target);
    }
  }

  private static JMXConnector local(String pid) throws Failure, IOException {
    return JMXConnectorFactory.newJMXConnector(
        new JMXServiceURL(LocalJvm.managementAddress(pid)), null);
  }

  /** What the URL {@code service:jmx:rmi:///jndi/rmi://host:port/jmxrmi} means, without JNDI. */
  private static JMXConnector remote(String hostAndPort) throws IOException, NotBoundException {
    int colon = hostAndPort.lastIndexOf(':');
    String host = hostAndPort.substring(0, colon).replaceAll("[\\[\\]]", "");
    int port = Integer.parseInt(hostAndPort.substring(colon + 1));
    RMIServer server = (RMIServer) LocateRegistry.getRegistry(host, port).lookup("jmxrmi");
    return new RMIConnector(server, null);
  }

  /** All attributes of all caches, in the order of their names. */
  List<Map<String, Object>> shrinkers() throws IOException, JMException {
    beans.getMBeanInfo(agent());
    List<Map<String, Object>> found = new ArrayList<>();
    for (ObjectName name : shrinkerNames()) {
      try {
        found.add(attributes(name));
      } catch (InstanceNotFoundException e) {
        // Its cache died while we were reading: it is not listed.
      }
    }
    return found;
  }

  /**
   * What was seen and is not registered, with the reason; nothing if the agent is too old to say.
   */
  List<String> unregistered() throws IOException, JMException {
    try {
      return beans.getAttribute(agent(), "Unregistered") instanceof String[] lines
          ? List.of(lines)
          : List.of();
    } catch (AttributeNotFoundException e) {
      return List.of();
    }
  }

  long scan(String name, long entries) throws IOException, JMException, Failure {
    beans.getMBeanInfo(agent());
    ObjectName bean = new ObjectName(DOMAIN + ":type=Shrinker,name=" + ObjectName.quote(name));
    if (!beans.isRegistered(bean)) {
      throw new Failure("no cache has the name " + name + "; the names are " + names() + ".");
    }
    return invoke(bean, "scan", new Object[] {entries}, long.class);
  }

  long shrink(int priority) throws IOException, JMException {
    return invoke(agent(), "shrink", new Object[] {priority}, int.class);
  }

  long shrinkGroup(String group, int priority) throws IOException, JMException {
    Object[] arguments = {group, priority};
    return invoke(agent(), "shrinkGroup", arguments, String.class, int.class);
  }

  long dropAll() throws IOException, JMException {
    return invoke(agent(), "dropAll", new Object[0]);
  }

  private long invoke(ObjectName bean, String operation, Object[] arguments, Class<?>... types)
      throws IOException, JMException {
    String[] signature = new String[types.length];
    for (int i = 0; i < types.length; i++) {
      signature[i] = types[i].getName();
    }
    return ((Number) beans.invoke(bean, operation, arguments, signature)).longValue();
  }

  private Map<String, Object> attributes(ObjectName name) throws IOException, JMException {
    MBeanAttributeInfo[] infos = beans.getMBeanInfo(name).getAttributes();
    String[] names = new String[infos.length];
    for (int i = 0; i < infos.length; i++) {
      names[i] = infos[i].getName();
    }
    Arrays.sort(names);
    Map<String, Object> values = new LinkedHashMap<>();
    for (Attribute attribute : beans.getAttributes(name, names).asList()) {
      values.put(attribute.getName(), attribute.getValue());
    }
    return values;
  }

  private Set<ObjectName> shrinkerNames() throws IOException, JMException {
    return new TreeSet<>(beans.queryNames(new ObjectName(DOMAIN + ":type=Shrinker,*"), null));
  }

  private String names() throws IOException, JMException {
    List<String> names = new ArrayList<>();
    for (ObjectName bean : shrinkerNames()) {
      names.add(ObjectName.unquote(bean.getKeyProperty("name")));
    }
    return names.isEmpty() ? "not known yet" : String.join(", ", names);
  }

  private static ObjectName agent() throws JMException {
    return new ObjectName(DOMAIN + ":type=Agent");
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException e) {
      // The target vanished after it had answered; there is nothing left to close.
    }
  }
}
