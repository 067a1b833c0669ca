package io.cacheshrinker.agent.jvm;

import static io.cacheshrinker.agent.jvm.ChildJvm.agent;
import static io.cacheshrinker.agent.jvm.ChildJvm.classPath;
import static io.cacheshrinker.agent.jvm.ChildJvm.lib;
import static io.cacheshrinker.agent.jvm.ChildJvm.programs;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Loaders;
import io.cacheshrinker.agent.instrument.RelocatedJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Caches are registered wherever their library is. A registered cache was counted and scanned by
 * its adapter: it is tried on a cache of its own first.
 */
class LoadersIT {
  private static final String[] CAFFEINE = {
    "caffeine-2.9.3.jar", "caffeine-3.1.8.jar", "caffeine-3.2.4.jar"
  };
  private static final String[] GUAVA = {"guava-33.5.0-jre.jar", "failureaccess-1.0.3.jar"};

  static Stream<Arguments> jdksAndCaffeines() {
    return Jdk.all().stream()
        .flatMap(jdk -> Stream.of(CAFFEINE).map(jar -> Arguments.of(jdk, jar)));
  }

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  static Stream<Arguments> jdksAndLoaders() {
    return Jdk.all().stream()
        .flatMap(
            jdk ->
                Stream.of(Loaders.Kind.CHILD, Loaders.Kind.PARENT_LAST, Loaders.Kind.JAVA_ONLY)
                    .map(kind -> Arguments.of(jdk, kind)));
  }

  @ParameterizedTest
  @MethodSource("jdksAndCaffeines")
  void caffeine_onTheClassPath_isRegistered(Jdk jdk, String jar) throws Exception {
    List<String> arguments =
        List.of("-cp", classPath(programs(), lib(jar)), "com.acme.Main", "com.acme.CaffeineShop");

    runAndAwait(jdk, arguments, Registered.CAFFEINE);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void guava_onTheClassPath_isRegistered(Jdk jdk) throws Exception {
    List<String> arguments =
        List.of(
            "-cp",
            classPath(programs(), lib(GUAVA[0]), lib(GUAVA[1])),
            "com.acme.Main",
            "com.acme.GuavaShop");

    runAndAwait(jdk, arguments, Registered.GUAVA);
  }

  @ParameterizedTest
  @MethodSource("jdksAndCaffeines")
  void caffeine_onTheModulePath_isRegistered(Jdk jdk, String jar) throws Exception {
    List<String> arguments =
        List.of(
            "--module-path",
            lib(jar),
            "--add-modules",
            "com.github.benmanes.caffeine",
            "-cp",
            programs(),
            "com.acme.Main",
            "com.acme.CaffeineShop");

    runAndAwait(jdk, arguments, Registered.CAFFEINE);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void guava_onTheModulePath_isRegistered(Jdk jdk) throws Exception {
    List<String> arguments =
        List.of(
            "--module-path",
            classPath(lib(GUAVA[0]), lib(GUAVA[1])),
            "--add-modules",
            "com.google.common",
            "-cp",
            programs(),
            "com.acme.Main",
            "com.acme.GuavaShop");

    runAndAwait(jdk, arguments, Registered.GUAVA);
  }

  @ParameterizedTest
  @MethodSource("jdksAndLoaders")
  void caffeine_inALoaderOfItsOwn_isRegisteredInItsGroup(Jdk jdk, Loaders.Kind kind)
      throws Exception {
    String parentsVersion = kind == Loaders.Kind.PARENT_LAST ? lib("caffeine-2.9.3.jar") : "";
    List<String> arguments =
        List.of(
            "-cp",
            classPath(programs(), parentsVersion),
            "com.acme.Loaders",
            kind.name(),
            classPath(programs(), lib("caffeine-3.1.8.jar")),
            "com.acme.CaffeineShop");

    List<String> ours = runAndAwait(jdk, arguments, Registered.CAFFEINE);

    assertThat(ours)
        .filteredOn(line -> line.contains(Registered.CAFFEINE))
        .singleElement()
        .asString()
        .contains("group \"" + kind.name().toLowerCase(java.util.Locale.ROOT) + "\"");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void application_thatIsUndeployed_isCollectedWithItsLoader(Jdk jdk) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            jdk,
            agent("log=debug"),
            "-cp",
            programs(),
            "com.acme.Undeploy",
            classPath(programs(), lib(GUAVA[0]), lib(GUAVA[1])),
            "com.acme.GuavaShop")) {
      child.awaitOutput("ready").awaitError(Registered.GUAVA).finish();

      assertThat(child.out()).containsExactly("ready", "collected");
      assertThat(child.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void application_whoseLoaderHidesTheHook_worksAsWithout(Jdk jdk) throws Exception {
    List<String> arguments =
        List.of(
            "-cp",
            programs(),
            "com.acme.Loaders",
            "HIDING",
            classPath(programs(), lib("caffeine-3.1.8.jar")),
            "com.acme.CaffeineShop");

    List<String> ours = runAndAwait(jdk, arguments, "hides classes of java.lang");

    assertThat(ours).noneMatch(line -> line.contains("registered"));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void guava_relocated_isRegistered(Jdk jdk, @TempDir Path directory) throws Exception {
    Path jar = directory.resolve("relocated.jar");
    RelocatedJar.write(
        jar,
        "com/google/common/",
        "org/sparkproject/guava/",
        List.of(Path.of(lib(GUAVA[0])), Path.of(lib(GUAVA[1]))),
        List.of(Path.of(programs(), "com/acme/GuavaShop.class")));
    List<String> arguments =
        List.of(
            "-cp", classPath(jar.toString(), programs()), "com.acme.Main", "com.acme.GuavaShop");

    runAndAwait(jdk, arguments, Registered.GUAVA);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void caffeine_relocated_isRegistered(Jdk jdk, @TempDir Path directory) throws Exception {
    Path jar = directory.resolve("relocated.jar");
    RelocatedJar.write(
        jar,
        "com/github/benmanes/caffeine/",
        "org/apache/iceberg/shaded/com/github/benmanes/caffeine/",
        List.of(Path.of(lib("caffeine-2.9.3.jar"))),
        List.of(Path.of(programs(), "com/acme/CaffeineShop.class")));
    List<String> arguments =
        List.of(
            "-cp", classPath(jar.toString(), programs()), "com.acme.Main", "com.acme.CaffeineShop");

    runAndAwait(jdk, arguments, Registered.CAFFEINE);
  }

  /** Runs the program, verified, and returns what the agent said once the line was there. */
  private static List<String> runAndAwait(Jdk jdk, List<String> arguments, String line)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-Xverify:all", agent("log=debug")));
    all.addAll(arguments);
    try (ChildJvm child = ChildJvm.start(jdk, all)) {
      child.awaitOutput("ready").awaitError(line).finish();
      return child.ours();
    }
  }
}
