package io.cacheshrinker.demo.run;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Finds a JDK of a wanted version: JAVA17_HOME or JAVA25_HOME first, then where JDKs usually are.
 */
public final class Jdks {
  private static final List<String> USUAL_PLACES =
      List.of(
          "/usr/lib/jvm",
          "/opt/java",
          "/opt",
          "/usr/java",
          "/Library/Java/JavaVirtualMachines",
          "~/.sdkman/candidates/java",
          "~/.jdks");

  private final Map<String, String> environment;
  private final Path running;
  private final List<Path> places;

  Jdks(Map<String, String> environment, Path running, List<Path> places) {
    this.environment = environment;
    this.running = running;
    this.places = places;
  }

  public static Jdks ofThisMachine() {
    String home = System.getProperty("user.home");
    return new Jdks(
        System.getenv(),
        Path.of(System.getProperty("java.home")),
        USUAL_PLACES.stream().map(place -> Path.of(place.replace("~", home))).toList());
  }

  /**
   * @throws IOException there is none; the message says where it was looked for
   */
  public Path find(int version) throws IOException {
    String variable = "JAVA" + version + "_HOME";
    String named = environment.get(variable);
    if (named != null && !named.isBlank()) {
      Path home = Path.of(named);
      if (isVersion(home, version)) {
        return home;
      }
      throw new IOException(variable + " is " + named + ", which is no JDK " + version);
    }
    return Stream.concat(
            Stream.concat(
                Stream.of(running), Stream.ofNullable(environment.get("JAVA_HOME")).map(Path::of)),
            places.stream().flatMap(Jdks::candidates))
        .filter(home -> isVersion(home, version))
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    "no JDK " + version + " found; set " + variable + " to where one is"));
  }

  private static Stream<Path> candidates(Path place) {
    if (!Files.isDirectory(place)) {
      return Stream.empty();
    }
    try (Stream<Path> children = Files.list(place)) {
      return children
          .sorted()
          .flatMap(child -> Stream.of(child, child.resolve("Contents/Home")))
          .toList()
          .stream();
    } catch (IOException e) {
      // A folder that may not be read holds no JDK that could be started.
      return Stream.empty();
    }
  }

  private static boolean isVersion(Path home, int version) {
    return Files.isExecutable(home.resolve("bin/java"))
        && release(home).filter(v -> v.matches(version + "(\\..*)?")).isPresent();
  }

  /** The version that the file {@code release} of every JDK since 9 names. */
  private static Optional<String> release(Path home) {
    Properties release = new Properties();
    try (Reader in = Files.newBufferedReader(home.resolve("release"), StandardCharsets.UTF_8)) {
      release.load(in);
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.ofNullable(release.getProperty("JAVA_VERSION")).map(v -> v.replace("\"", ""));
  }
}
