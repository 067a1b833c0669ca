package io.cacheshrinker.agent.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.VirtualMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Caches that an application declares, without the agent, with it, and with it attached late. */
class DeclaredCachesIT {
  private static final String PROGRAM = "com.acme.DeclaredCaches";
  private static final String FULL =
      "pages=20000 big=20000 prices=20000 recent=20000 own=20000 handles=1000 named=20000";
  private static final ObjectName AGENT = name("io.cacheshrinker:type=Agent");

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void application_withoutTheAgent_runsAsIfNothingWere(Jdk jdk) throws Exception {
    try (ChildJvm child = ChildJvm.start(jdk, "-cp", classPath(), PROGRAM)) {
      child.awaitOutput("ready").tell("again").tell("swap");
      child.finish();
      assertThat(child.out()).containsExactly("ready", "again: " + FULL, "swap: " + FULL);
      assertThat(child.err()).isEmpty();
    }
  }

  /** The annotation is needed to compile, and not to run. */
  @ParameterizedTest
  @MethodSource("jdks")
  void application_withoutTheAnnotationOnItsClassPath_isShrunkAllTheSame(Jdk jdk) throws Exception {
    try (Service service = new Service(jdk, false, ChildJvm.programs())) {
      assertThat(service.invoke("pages", "scan", 100L)).isEqualTo(100L);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void caches_ofEachForm_areListedAndShed(Jdk jdk) throws Exception {
    try (Service service = new Service(jdk, false, classPath())) {
      assertThat(service.get("pages", "Library")).isEqualTo("declared");
      assertThat(service.get("pages", "Group")).isEqualTo("shop");
      assertThat(service.get("pages", "BytesPerEntry")).isEqualTo(200L);
      assertThat(service.get("pages", "CreatedAt")).isEqualTo(PROGRAM + ".<init>");
      assertThat(service.get("pages", "Reason")).isEqualTo("declared by its class");
      assertThat(service.get("prices", "Reason"))
          .isEqualTo("declared map, whose victims are arbitrary");
      assertThat(service.get("recent", "Reason")).isEqualTo("declared map, in its own order");
      for (String one : List.of("pages", "pages#2", "prices", "recent", "own")) {
        await().until(() -> service.invoke(one, "scan", 100L).equals(100L));
      }
      assertThat(service.tell("sizes"))
          .endsWith(
              "pages=19900 big=19900 prices=19900 recent=19900 own=19900 handles=1000 named=20000");
      await().until(() -> service.get("handles", "Reason").toString().contains("want closing"));
      assertThat(service.invoke("handles", "scan", 100L)).isEqualTo(0L);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat((Long) service.get("recent", "BytesPerEntry")).isBetween(700L, 2500L));

      assertThat(service.tell("swap")).contains("prices=20000");
      assertThat(service.invoke("prices", "scan", 300L)).isEqualTo(300L);
      assertThat(service.tell("sizes")).contains("prices=19700");

      service.beans.invoke(AGENT, "dropAll", new Object[0], new String[0]);
      assertThat(service.tell("sizes")).contains("handles=1000 named=20000").doesNotContain("=19");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void misuse_ofEachKind_isSaidOnceAndListed(Jdk jdk) throws Exception {
    try (Service service = new Service(jdk, false, classPath())) {
      String wrong = "declared/com.acme.DeclaredCaches$Wrong";
      List<String> said =
          List.of(
              wrong + ".SHARED is not shrunk; the field is static, and",
              wrong + ".names is not shrunk; the type of the field is java.util.List, which is no",
              wrong + ".bare is not shrunk; a java.util.LinkedHashMap cannot be entered without",
              wrong + ".misspelt is not shrunk; guardedBy is \"lokc\", and",
              wrong + "Scan is not shrunk; the class has no method clear of its objects that");
      said.forEach(service.child::awaitError);
      List<String> listed =
          Arrays.asList((String[]) service.beans.getAttribute(AGENT, "Unregistered"));

      assertThat(service.child.complaints()).hasSameSizeAs(said);
      assertThat(listed).hasSameSizeAs(said);
      for (String one : said) {
        assertThat(listed).anyMatch(line -> line.startsWith(one.replace(" is not shrunk; ", ": ")));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void map_ofAClassThatAnOptionNames_isListedAndShed(Jdk jdk) throws Exception {
    String name = "class/com.acme.DeclaredCaches$Lru";
    try (ChildJvm child =
        ChildJvm.start(
            jdk,
            "-Xverify:all",
            ChildJvm.agent("log=debug,opt-in=" + name),
            "-cp",
            classPath(),
            PROGRAM)) {
      child.awaitError(
          "registered " + name + "; class A, declared map, in its own order, eligible");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void instances_afterALateAttach_areRegistered(Jdk jdk) throws Exception {
    try (Service service = new Service(jdk, true, classPath())) {
      assertThat(service.invoke("pages", "scan", 100L)).isEqualTo(100L);
      await().until(() -> service.invoke("own", "scan", 100L).equals(100L));
      assertThat(service.tell("sizes")).contains("pages=19900").contains("own=19900");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void instance_thatIsCollected_isListedNoMore(Jdk jdk) throws Exception {
    try (Service service = new Service(jdk, false, classPath())) {
      Set<ObjectName> before = service.names();
      service.tell("again");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                service.beans.invoke(
                    name("java.lang:type=Memory"), "gc", new Object[0], new String[0]);
                return service.names().size() == 6 && !service.names().equals(before);
              });
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void application_whoseLoaderHidesTheHook_worksAsWithout(Jdk jdk) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            jdk,
            ChildJvm.agent("log=debug"),
            "-cp",
            ChildJvm.programs(),
            "com.acme.Loaders",
            "HIDING",
            classPath(),
            PROGRAM)) {
      child
          .awaitOutput("ready")
          .awaitError(
              PROGRAM + "$Pages is not shrunk; its class loader hides classes of java.lang");
      child.finish();
      assertThat(child.out()).containsExactly("ready", "entries 2");
      assertThat(child.ours()).noneMatch(line -> line.contains("registered"));
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void classes_thatCannotBeNamedSo_areSaid(Jdk jdk, @TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("options"), "opt-in=class/com.acme.Late");
    try (ChildJvm child =
        ChildJvm.start(jdk, ChildJvm.agent("config=" + file), "-cp", classPath(), PROGRAM)) {
      child.awaitError("option opt-in=class/com.acme.Late names a class in a file");
    }
    try (ChildJvm child =
        ChildJvm.start(
            jdk, ChildJvm.agent("opt-in=class/com.acme.*"), "-cp", classPath(), PROGRAM)) {
      child.awaitError("option opt-in=class/com.acme.* names no class, as it has a wildcard");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void application_thatIsUndeployed_isCollectedWithItsLoader(Jdk jdk) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            jdk,
            "-Xverify:all",
            ChildJvm.agent("log=debug"),
            "-cp",
            ChildJvm.programs(),
            "com.acme.Undeploy",
            classPath(),
            PROGRAM)) {
      child.awaitOutput("ready").awaitError("registered pages;").awaitError("registered recent;");
      child.finish();

      assertThat(child.out()).containsExactly("ready", "collected");
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
    Service(Jdk jdk, boolean late, String classPath) throws Exception {
      List<String> arguments =
          new ArrayList<>(List.of("-Xmx512m", "-Xverify:all", "-XX:+EnableDynamicAgentLoading"));
      if (!late) {
        arguments.add(ChildJvm.agent(""));
      }
      arguments.addAll(List.of("-cp", classPath, PROGRAM));
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
      if (late) {
        tell("again");
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> names().size() == 6);
    }

    Set<ObjectName> names() throws Exception {
      return beans.queryNames(name("io.cacheshrinker:type=Shrinker,*"), null);
    }

    Object get(String cache, String attribute) throws Exception {
      return beans.getAttribute(shrinker(cache), attribute);
    }

    Object invoke(String cache, String operation, long argument) throws Exception {
      return beans.invoke(
          shrinker(cache), operation, new Object[] {argument}, new String[] {"long"});
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
