package io.cacheshrinker.agent.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.VirtualMachine;
import io.cacheshrinker.agent.jvm.GcTest.Jvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Caches that an application registers itself, with the agent from the start and attached later.
 */
class OwnCachesIT {
  private static final ObjectName AGENT = name("io.cacheshrinker:type=Agent");
  private static final ObjectName PAGES = shrinker("pages");
  private static final ObjectName POSTS = shrinker("posts");
  private static final ObjectName RATES = shrinker("rates");

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void application_withoutTheAgent_runsAsIfNothingWere(Jdk jdk) throws Exception {
    try (ChildJvm child = ChildJvm.start(jdk, "-cp", classPath(), "com.acme.OwnCaches")) {
      child.awaitOutput("ready").tell("exclude pages").tell("resume pages").tell("close pages");
      child.finish();
      assertThat(child.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void caches_withTheAgent_areListedAndShedByGroup(Jdk jdk) throws Exception {
    try (Service service = new Service(jdk, false)) {
      assertThat(service.get(PAGES, "EvictionClass")).isEqualTo("A");
      assertThat(service.get(PAGES, "Library")).isEqualTo("custom");
      assertThat(service.get(PAGES, "Group")).isEqualTo("shop");
      assertThat(service.get(PAGES, "CreatedAt")).isEqualTo("com.acme.OwnCaches$Own.<init>");
      assertThat(service.get(PAGES, "BytesPerEntry")).isEqualTo(200L);
      assertThat(service.get(RATES, "Group")).isEqualTo("");
      assertThat(service.invoke(PAGES, "scan", 100L)).isEqualTo(100L);
      assertThat(service.tell("sizes")).contains("pages=19900 posts=20000 rates=20000");

      assertThat((long) service.invoke(AGENT, "shrinkGroup", "shop", 0)).isPositive();
      assertThat(service.tell("sizes"))
          .doesNotContain("pages=19900")
          .contains("posts=20000 rates=20000");
      service.invoke(AGENT, "dropAll");
      assertThat(service.tell("sizes")).contains("pages=100 posts=100 rates=100");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void owner_pausesAndCloses_nothingIsShedMeanwhileAndTheBeanGoes(Jdk jdk) throws Exception {
    try (Service service = new Service(jdk, false)) {
      service.tell("exclude pages");
      assertThat(service.invoke(PAGES, "scan", 100L)).isEqualTo(0L);
      service.invoke(AGENT, "dropAll");
      assertThat(service.tell("resume pages")).contains("pages=20000 posts=100");
      assertThat(service.invoke(PAGES, "scan", 100L)).isEqualTo(100L);
      service.tell("close pages");
      await().atMost(Duration.ofSeconds(10)).until(() -> !service.beans.isRegistered(PAGES));
      service.invoke(AGENT, "dropAll");
      assertThat(service.tell("sizes")).contains("pages=19900");
      assertThat(service.child.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void caches_olderThanTheAgent_areFoundAtOnce(Jdk jdk) throws Exception {
    try (Service service = new Service(jdk, true)) {
      assertThat(service.get(POSTS, "CreatedAt")).isEqualTo("before.the.attach");
      assertThat(service.get(POSTS, "Group")).isEqualTo("blog");
      assertThat(service.invoke(POSTS, "scan", 100L)).isEqualTo(100L);
      assertThat(service.tell("close posts")).contains("posts=19900");
      await().atMost(Duration.ofSeconds(10)).until(() -> !service.beans.isRegistered(POSTS));
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void callback_thatHangs_isMarkedAndTheOthersAreShed(Jdk jdk) throws Exception {
    ExecutorService person = Executors.newSingleThreadExecutor();
    try (Service service = new Service(jdk, false)) {
      service.tell("hang rates");
      Future<Object> hanging = person.submit(() -> service.invoke(RATES, "scan", 10L));
      service.child.awaitError("rates is busy: a callback has not returned for 2 s");
      assertThat(service.get(RATES, "Reason")).asString().contains("; busy: a callback has not");
      assertThat(service.get(RATES, "Count")).isEqualTo(20_000L);
      assertThat(service.invoke(RATES, "scan", 10L)).isEqualTo(0L);
      service.invoke(AGENT, "dropAll");
      assertThat(service.tell("sizes")).contains("pages=100 posts=100 rates=20000");

      service.tell("go rates");
      assertThat(hanging.get()).isEqualTo(10L);
      assertThat(service.get(RATES, "Reason")).isEqualTo("registered by its owner");
      assertThat(service.child.out()).noneMatch(line -> line.contains("interrupted"));
    } finally {
      person.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void callback_thatRunsOutOfMemory_isAStopAndTheOthersAreShed(Jdk jdk) throws Exception {
    try (Service service = new Service(jdk, false)) {
      service.tell("oom rates");
      service.invoke(AGENT, "dropAll");
      assertThat(service.tell("go rates")).contains("pages=100 posts=100 rates=20000");
      service.invoke(AGENT, "dropAll");
      assertThat(service.tell("sizes")).contains("rates=100");
    }
  }

  @GcTest
  void overflowingCacheOfOnesOwn_withTheAgent_lives(Jvm jvm) throws Exception {
    List<String> arguments = new ArrayList<>(jvm.flags());
    arguments.addAll(List.of("-Xmx96m", "-XX:+ExitOnOutOfMemoryError", ChildJvm.agent("")));
    arguments.addAll(List.of("-cp", classPath(), "com.acme.OwnOverflow", "200"));
    try (ChildJvm child = ChildJvm.start(jvm.jdk(), arguments)) {
      child.finish();
      assertThat(child.out())
          .singleElement()
          .asString()
          .matches("held=[1-9]\\d* evicted=[1-9]\\d*");
    }
  }

  private static String classPath() {
    String api = Path.of("..", "integrations", "target", "classes").toString();
    return ChildJvm.classPath(ChildJvm.programs(), api);
  }

  private static ObjectName shrinker(String name) {
    return name("io.cacheshrinker:type=Shrinker,name=\"" + name + "\"");
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
    final ChildJvm child;
    private final JMXConnector connector;
    final MBeanServerConnection beans;

    @SuppressWarnings("BanJNDI") // The address comes from the JVM that we started ourselves.
    Service(Jdk jdk, boolean late) throws Exception {
      List<String> arguments =
          new ArrayList<>(List.of("-Xmx128m", "-XX:+EnableDynamicAgentLoading"));
      if (!late) {
        arguments.add(ChildJvm.agent(""));
      }
      arguments.addAll(List.of("-cp", classPath(), "com.acme.OwnCaches"));
      child = ChildJvm.start(jdk, arguments);
      child.awaitOutput("ready");
      VirtualMachine vm = VirtualMachine.attach(String.valueOf(child.pid()));
      try {
        if (late) {
          vm.loadAgent(ChildJvm.agentJar().toString(), "");
        }
        connector = JMXConnectorFactory.connect(new JMXServiceURL(vm.startLocalManagementAgent()));
      } finally {
        vm.detach();
      }
      beans = connector.getMBeanServerConnection();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  beans.isRegistered(PAGES)
                      && beans.isRegistered(POSTS)
                      && beans.isRegistered(RATES));
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

    /** What the program says to a line. */
    String tell(String line) throws Exception {
      int before = child.out().size();
      child.tell(line);
      await().until(() -> child.out().size() > before);
      return child.out().get(before);
    }

    @Override
    public void close() throws Exception {
      connector.close();
      child.close();
    }
  }
}
