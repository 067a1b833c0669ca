package io.cacheshrinker.agent.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.VirtualMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One program for each library: is its cache found, for what it is, and does it give way. */
class LibrariesIT {
  private static final Service[] SERVICES = {
    new Service("EhcacheShelf", "", "ehcache", "A", 2, true, "ehcache-3.5.3.jar"),
    new Service("EhcacheShelf", "", "ehcache", "A", 2, true, "ehcache-3.10.8.jar"),
    new Service("EhcacheShelf", "", "ehcache", "A", 2, true, "ehcache-3.12.0.jar"),
    new Service("EhcacheShelf", "offheap", "ehcache", "A", 1, false, "ehcache-3.12.0.jar"),
    new Service("Ehcache2Shelf", "", "ehcache2", "A", 2, true, "ehcache-2.10.0.jar"),
    new Service("Ehcache2Shelf", "", "ehcache2", "A", 2, true, "ehcache-2.10.9.2.jar"),
    new Service("JCacheShelf", "", "ehcache", "A", 2, true, "ehcache-3.10.8.jar"),
  };

  /**
   * A program that fills a cache with 20 000 entries, in a method named {@code pages}.
   *
   * @param loses whether what is shed is gone, and not in a tier below
   */
  private record Service(
      String program,
      String argument,
      String library,
      String evictionClass,
      int seeks,
      boolean loses,
      String jar) {

    ObjectName bean() throws Exception {
      String name = library + "/com.acme." + program + ".pages";
      return new ObjectName("io.cacheshrinker:type=Shrinker,name=\"" + name + "\"");
    }

    List<String> commandLine() {
      String classPath =
          ChildJvm.classPath(
              ChildJvm.programs(),
              ChildJvm.lib(jar),
              ChildJvm.lib("cache-api.jar"),
              ChildJvm.lib("slf4j-api.jar"));
      List<String> line =
          new ArrayList<>(List.of("-Xmx256m", ChildJvm.agent("log=debug"), "-cp", classPath));
      line.add("com.acme." + program);
      line.addAll(argument.isEmpty() ? List.of() : List.of(argument));
      return line;
    }

    @Override
    public String toString() {
      return program + " " + argument + " " + jar;
    }
  }

  static Stream<Arguments> jdksAndServices() {
    return Jdk.all().stream()
        .flatMap(jdk -> Arrays.stream(SERVICES).map(service -> Arguments.of(jdk, service)));
  }

  @ParameterizedTest
  @MethodSource("jdksAndServices")
  void cache_ofALibrary_isRegisteredAsWhatItIsAndGivesWay(Jdk jdk, Service service)
      throws Exception {
    try (ChildJvm child = ChildJvm.start(jdk, service.commandLine())) {
      child.awaitOutput("ready").awaitError("registered " + service.library + "/com.acme.");
      try (JMXConnector connector = connect(child)) {
        MBeanServerConnection beans = connector.getMBeanServerConnection();
        ObjectName pages = service.bean();
        await().atMost(Duration.ofSeconds(30)).until(() -> beans.isRegistered(pages));

        assertThat(beans.getAttribute(pages, "Library")).isEqualTo(service.library);
        assertThat(beans.getAttribute(pages, "EvictionClass")).isEqualTo(service.evictionClass);
        assertThat(beans.getAttribute(pages, "Eligible")).isEqualTo(true);
        assertThat(beans.getAttribute(pages, "Seeks")).isEqualTo(service.seeks);
        assertThat(beans.getAttribute(pages, "Count")).isEqualTo(20_000L);
        Object[] hundred = {100L};
        assertThat(beans.invoke(pages, "scan", hundred, new String[] {"long"})).isEqualTo(100L);
        assertThat(beans.getAttribute(pages, "Freed")).isEqualTo(100L);
        assertThat(beans.getAttribute(pages, "Count")).isEqualTo(19_900L);
        child.tell("now").awaitOutput("now: pages=" + (service.loses ? 19_900 : 20_000));
      }
      child.finish();
    }
  }

  @SuppressWarnings("BanJNDI") // The address comes from the JVM that we started ourselves.
  private static JMXConnector connect(ChildJvm child) throws Exception {
    VirtualMachine vm = VirtualMachine.attach(String.valueOf(child.pid()));
    try {
      return JMXConnectorFactory.connect(new JMXServiceURL(vm.startLocalManagementAgent()));
    } finally {
      vm.detach();
    }
  }
}
