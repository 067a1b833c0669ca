package io.cacheshrinker.agent.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies of both libraries inside the jars of engines, as those are published. */
class ShadedEnginesIT {
  /** Jar, builder, library that it is a copy of. */
  private record Engine(String jar, String builder, String library) {}

  private static final Engine SPARK =
      new Engine(
          "spark-network-common_2.12-3.5.3.jar",
          "org.sparkproject.guava.cache.CacheBuilder",
          "guava");
  private static final Engine FLINK =
      new Engine(
          "flink-shaded-guava-31.1-jre-17.0.jar",
          "org.apache.flink.shaded.guava31.com.google.common.cache.CacheBuilder",
          "guava");
  private static final Engine OLD_JERSEY =
      new Engine(
          "jersey-guava-2.25.1.jar",
          "jersey.repackaged.com.google.common.cache.CacheBuilder",
          "guava");
  private static final Engine ICEBERG =
      new Engine(
          "iceberg-spark-runtime-3.5_2.12-1.6.1.jar",
          "org.apache.iceberg.shaded.com.github.benmanes.caffeine.cache.Caffeine",
          "caffeine");

  /** A copy with half of its members left out, and most of the others made private. */
  private static final Engine JERSEY =
      new Engine(
          "jersey-common-2.41.jar", "org.glassfish.jersey.internal.guava.CacheBuilder", "guava");

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void wholeCopies_areRegisteredAsTheirLibraryAndShed(Jdk jdk) throws Exception {
    for (Engine engine : List.of(SPARK, FLINK, OLD_JERSEY, ICEBERG)) {
      try (ChildJvm child = start(jdk, engine)) {
        child.awaitOutput(" shed ").finish();

        String name = engine.library() + "/com.acme.Shaded.build";
        assertThat(child.ours())
            .as(engine.jar())
            .anyMatch(
                line ->
                    line.contains(
                        "registered " + name + "; class A, maximumSize 10000, eligible, group"));
        assertThat(child.out()).as(engine.jar()).contains("built 1", name + " shed 100");
        assertThat(child.complaints()).as(engine.jar()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void copyOfWhichMuchWasLeftOut_isNotRegisteredAndWorks(Jdk jdk) throws Exception {
    try (ChildJvm child = start(jdk, JERSEY)) {
      child.awaitOutput("built 1").awaitError("LocalCache is not shrunk; ");

      assertThat(child.complaints())
          .containsExactly(
              ChildJvm.OURS
                  + "org.glassfish.jersey.internal.guava.LocalCache is not shrunk; it has no field"
                  + " globalStatsCounter as the guava known has.");
    }
  }

  private static ChildJvm start(Jdk jdk, Engine engine) throws Exception {
    return ChildJvm.start(
        jdk,
        "-Xverify:all",
        ChildJvm.agent("log=debug"),
        "-cp",
        ChildJvm.classPath(ChildJvm.programs(), ChildJvm.lib(engine.jar())),
        "com.acme.Shaded",
        engine.builder());
  }
}
