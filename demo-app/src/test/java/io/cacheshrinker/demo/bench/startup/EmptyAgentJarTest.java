package io.cacheshrinker.demo.bench.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

class EmptyAgentJarTest {
  @Test
  void jar_namesAClassOfItsOwn_thatHasAPremain() throws Exception {
    Path path = EmptyAgentJar.write();
    String name;
    try (JarFile jar = new JarFile(path.toFile())) {
      name = jar.getManifest().getMainAttributes().getValue("Premain-Class");
    }
    assertThat(name).isNotEqualTo(EmptyAgent.class.getName());
    try (var loader =
        new URLClassLoader(
            new URL[] {path.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Class<?> agent = loader.loadClass(name);
      agent.getMethod("premain", String.class).invoke(null, "");
      assertThat(agent.getClassLoader()).isSameAs(loader);
    }
  }
}
