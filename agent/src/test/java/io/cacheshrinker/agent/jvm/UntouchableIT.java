package io.cacheshrinker.agent.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What only looks like a cache stays whole while the cache beside it gives way. */
class UntouchableIT {
  private static final String SITE = "com.acme.Untouchable.";

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void cachesThatAreNone_underRealPressure_stayWhole(Jdk jdk) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            jdk,
            "-Xmx96m",
            "-XX:+UseG1GC",
            "-XX:+ExitOnOutOfMemoryError",
            ChildJvm.agent(""),
            "-cp",
            ChildJvm.classPath(
                ChildJvm.programs(),
                ChildJvm.lib("caffeine-3.1.8.jar"),
                ChildJvm.lib("guava-33.5.0-jre.jar"),
                ChildJvm.lib("failureaccess-1.0.3.jar")),
            "com.acme.Untouchable",
            "200")) {
      child.finish();

      assertThat(child.out())
          .contains(
              "sessions holds 2000",
              "nonces holds 2000",
              "registry holds 2000",
              "memo holds 2000",
              "resources holds 2000",
              "handles holds 2000",
              "limits holds 2000",
              "attempts holds 2000",
              "logins holds 2000",
              "pending holds 2000",
              "identities holds 2000");
      assertThat(child.out()).anyMatch(line -> line.matches("pages evicted [1-9]\\d*"));
      assertThat(said(child, "caffeine", "sessions"))
          .isEqualTo("C | false | 0 | timed, filled by hand; not named by opt-in | ");
      assertThat(said(child, "guava", "nonces"))
          .isEqualTo("C | false | 0 | timed, filled by hand; not named by opt-in | ");
      assertThat(said(child, "guava", "registry"))
          .isEqualTo("D | false | 0 | unbounded; not named by opt-in | ");
      assertThat(said(child, "caffeine", "memo"))
          .startsWith("D | false | 0 | maximumSize ")
          .endsWith(" is no bound; not named by opt-in | ");
      assertThat(said(child, "caffeine", "resources"))
          .startsWith("A | false | 0 | its values want closing: ");
      assertThat(said(child, "caffeine", "handles"))
          .startsWith("A | false | 0 | its values want closing: ")
          .endsWith(" has close(), and a listener is told what goes | ");
      assertThat(said(child, "guava", "limits"))
          .startsWith("A | false | 0 | its values are state, not copies of something: ");
      assertThat(said(child, "guava", "attempts"))
          .startsWith("A | false | 0 | its values are state, not copies of something: ");
      assertThat(said(child, "caffeine", "logins"))
          .startsWith("A | false | 0 | its values are state, not copies of something: ");
      assertThat(said(child, "caffeine", "identities"))
          .isEqualTo("X | false | 0 | weak references only | ");
      assertThat(said(child, "caffeine", "pages"))
          .matches("A \\| true \\| [1-9]\\d* \\| maximumSize 100000000 \\| ");
    }
  }

  /** Class, eligible, freed, reason. */
  private static String said(ChildJvm child, String library, String cache) {
    String name = library + "/" + SITE + cache + " | ";
    return child.out().stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .findFirst()
        .orElse("nothing");
  }
}
