package io.cacheshrinker.agent.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.VirtualMachine;
import java.time.Duration;
import java.util.List;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Looking and shrinking by hand, with nothing but a JDK and the pid of the service. */
class JmxIT {
  private static final ObjectName AGENT = name("io.cacheshrinker:type=Agent");
  private static final ObjectName PAGES = shrinker("pages");
  private static final ObjectName SESSIONS = shrinker("sessions");
  private static final ObjectName DROPPED = shrinker("dropped");

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void scan_byHand_shedsExactlyThatManyWithTheLibrarysOwnCause(Jdk jdk) throws Exception {
    try (Service service = new Service(jdk)) {
      assertThat(service.invoke(PAGES, "scan", 100L)).isEqualTo(100L);
      assertThat(service.get(PAGES, "Freed")).isEqualTo(100L);
      assertThat(service.get(PAGES, "Count")).isEqualTo(19_900L);
      assertThat(service.sizes()).contains("pages=19900").contains("shed=100 otherwise=0");
      assertThat(service.invoke(PAGES, "scan", 0L)).isEqualTo(0L);
      assertThat(service.get(PAGES, "Scanned")).isEqualTo(100L);
      assertThat(service.get(AGENT, "Freed")).isEqualTo(100L);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void cacheOfSessions_isListedWithItsReasonAndNeverTouched(Jdk jdk) throws Exception {
    try (Service service = new Service(jdk)) {
      assertThat(service.get(SESSIONS, "Eligible")).isEqualTo(false);
      assertThat(service.get(SESSIONS, "EvictionClass")).isEqualTo("C");
      assertThat(service.get(SESSIONS, "Reason")).asString().contains("timed");
      assertThat(service.invoke(SESSIONS, "scan", 100L)).isEqualTo(0L);
      service.invoke(AGENT, "dropAll");
      assertThat(service.sizes()).contains("sessions=20000");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void dropAll_leavesAtMostATenthOfEachEligibleCache(Jdk jdk) throws Exception {
    try (Service service = new Service(jdk)) {
      long freed = (long) service.invoke(AGENT, "dropAll");
      long left = (long) service.get(PAGES, "Count");
      assertThat(left).isLessThanOrEqualTo(2000);
      assertThat(freed).isEqualTo(40_000 - left - (long) service.get(DROPPED, "Count"));
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void badArguments_areRefusedWithWhatIsAllowed(Jdk jdk) throws Exception {
    try (Service service = new Service(jdk)) {
      assertThatThrownBy(() -> service.invoke(PAGES, "scan", -1L))
          .isInstanceOf(RuntimeMBeanException.class)
          .cause()
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("0 or more");
      assertThatThrownBy(() -> service.invoke(AGENT, "shrink", 13)).hasMessageContaining("12");
      assertThatThrownBy(() -> service.invoke(AGENT, "changeMode", "sideways"))
          .hasMessageContaining("shrink, observe or off");
      assertThat(service.sizes()).contains("pages=20000");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void observeAndOff_whoeverAsks_evictNothingAndAreReversible(Jdk jdk) throws Exception {
    try (Service service = new Service(jdk)) {
      for (String mode : List.of("observe", "off")) {
        service.invoke(AGENT, "changeMode", mode);
        assertThat(service.get(AGENT, "Mode")).isEqualTo(mode);
        service.invoke(AGENT, "dropAll");
        service.invoke(AGENT, "shrink", 0);
        service.invoke(PAGES, "scan", 100L);
        assertThat(service.sizes()).contains("pages=20000");
      }
      service.invoke(AGENT, "changeMode", "shrink");
      assertThat(service.invoke(PAGES, "scan", 100L)).isEqualTo(100L);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void bytesPerEntry_ofThousandByteValues_isKnownSoon(Jdk jdk) throws Exception {
    try (Service service = new Service(jdk)) {
      await()
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(
              () -> assertThat((long) service.get(PAGES, "BytesPerEntry")).isBetween(700L, 2500L));
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void beanOfADeadCache_goesSoonAfterItsCollection(Jdk jdk) throws Exception {
    try (Service service = new Service(jdk)) {
      assertThat(service.beans.isRegistered(DROPPED)).isTrue();
      service.tell("drop");
      await().atMost(Duration.ofSeconds(10)).until(() -> !service.beans.isRegistered(DROPPED));
    }
  }

  private static ObjectName shrinker(String method) {
    return name("io.cacheshrinker:type=Shrinker,name=\"caffeine/com.acme.Shelf." + method + "\"");
  }

  private static ObjectName name(String name) {
    try {
      return new ObjectName(name);
    } catch (javax.management.MalformedObjectNameException wrong) {
      throw new IllegalArgumentException(name, wrong);
    }
  }

  /** The program with the agent, and a connection to it by pid. */
  private static final class Service implements AutoCloseable {
    private final ChildJvm child;
    private final JMXConnector connector;
    final MBeanServerConnection beans;

    @SuppressWarnings("BanJNDI") // The address comes from the JVM that we started ourselves.
    Service(Jdk jdk) throws Exception {
      child =
          ChildJvm.start(
              jdk,
              "-Xmx256m",
              ChildJvm.agent(""),
              "-cp",
              ChildJvm.classPath(ChildJvm.programs(), ChildJvm.lib("caffeine-3.1.8.jar")),
              "com.acme.Shelf");
      child.awaitOutput("ready");
      VirtualMachine vm = VirtualMachine.attach(String.valueOf(child.pid()));
      try {
        connector = JMXConnectorFactory.connect(new JMXServiceURL(vm.startLocalManagementAgent()));
      } finally {
        vm.detach();
      }
      beans = connector.getMBeanServerConnection();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> beans.isRegistered(DROPPED) && beans.isRegistered(SESSIONS));
    }

    Object get(ObjectName bean, String attribute) throws Exception {
      return beans.getAttribute(bean, attribute);
    }

    Object invoke(ObjectName bean, String operation, Object... arguments) throws Exception {
      String[] types = new String[arguments.length];
      for (int i = 0; i < types.length; i++) {
        Object argument = arguments[i];
        types[i] =
            argument instanceof Long
                ? "long"
                : argument instanceof Integer ? "int" : String.class.getName();
      }
      return beans.invoke(bean, operation, arguments, types);
    }

    String sizes() throws Exception {
      int before = child.out().size();
      child.tell("sizes");
      await().until(() -> child.out().size() > before);
      return child.out().get(before);
    }

    void tell(String line) throws Exception {
      child.tell(line);
    }

    @Override
    public void close() throws Exception {
      connector.close();
      child.close();
    }
  }
}
