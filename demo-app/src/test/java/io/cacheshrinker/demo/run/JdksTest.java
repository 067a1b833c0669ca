package io.cacheshrinker.demo.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdksTest {
  @TempDir Path folder;

  @Test
  void find_variableNamesOne_takesItBeforeAllOthers() throws IOException {
    Path running = jdk("running", "17.0.1");
    Path named = jdk("named", "17.0.15");

    assertThat(jdks(Map.of("JAVA17_HOME", named.toString()), running).find(17)).isEqualTo(named);
  }

  @Test
  void find_variableNamesAnotherVersion_refusedRatherThanPassedOver() throws IOException {
    Path wrong = jdk("wrong", "11.0.2");
    Jdks jdks = jdks(Map.of("JAVA17_HOME", wrong.toString()), jdk("running", "17"));

    assertThatThrownBy(() -> jdks.find(17)).hasMessageContaining("no JDK 17");
  }

  @Test
  void find_runningIsIt_takesIt() throws IOException {
    Path running = jdk("running", "25");

    assertThat(jdks(Map.of(), running).find(25)).isEqualTo(running);
  }

  @Test
  void find_inAUsualPlace_found() throws IOException {
    Path running = jdk("running", "17.0.1");
    Path other = jdk("place/jdk-25", "25.0.3");

    assertThat(jdks(Map.of(), running).find(25)).isEqualTo(other);
  }

  @Test
  void find_insideABundle_found() throws IOException {
    Path running = jdk("running", "17.0.1");
    Path other = jdk("place/temurin.jdk/Contents/Home", "25.0.3");

    assertThat(jdks(Map.of(), running).find(25)).isEqualTo(other);
  }

  @Test
  void find_versionThatBeginsAlike_notTaken() throws IOException {
    Jdks jdks = jdks(Map.of(), jdk("running", "170.0.1"));

    assertThatThrownBy(() -> jdks.find(17)).hasMessageContaining("JAVA17_HOME");
  }

  private Jdks jdks(Map<String, String> environment, Path running) {
    return new Jdks(
        environment, running, List.of(folder.resolve("place"), folder.resolve("nowhere")));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Path java = home.resolve("bin/java");
    Files.createDirectories(home.resolve("bin"));
    Files.createFile(java);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }
}
