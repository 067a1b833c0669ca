package io.cacheshrinker.agent.jvm;

import static io.cacheshrinker.agent.jvm.ChildJvm.agent;
import static io.cacheshrinker.agent.jvm.ChildJvm.classPath;
import static io.cacheshrinker.agent.jvm.ChildJvm.lib;
import static io.cacheshrinker.agent.jvm.ChildJvm.programs;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What of the agent jar an application can see. */
class VisibilityIT {
  private static final int CONSTANT_CLASS = 7;

  private static final List<String> ROOT =
      List.of(
          "io/cacheshrinker/agent/CandidateFilter.class",
          "io/cacheshrinker/agent/ConstantPoolStrings.class",
          "io/cacheshrinker/agent/IsolatedLoader.class",
          "io/cacheshrinker/agent/Main.class",
          "io/cacheshrinker/agent/Premain.class");

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @Test
  void jar_atItsRoot_hasFiveClassesAndNoForeignThings() throws Exception {
    try (JarFile jar = new JarFile(ChildJvm.agentJar().toFile())) {
      List<String> names = jar.stream().map(JarEntry::getName).toList();
      assertThat(names.stream().filter(name -> name.endsWith(".class")))
          .containsExactlyInAnyOrderElementsOf(ROOT);
      assertThat(names)
          .noneMatch(name -> name.startsWith("META-INF/versions"))
          .noneMatch(name -> name.startsWith("META-INF/services"))
          .noneMatch(name -> name.contains("module-info"))
          .noneMatch(name -> name.equals("inst/org/slf4j/LoggerFactory.classdata"))
          .contains(
              "hook/java/lang/CacheShrinkerHook.classdata",
              "META-INF/LICENSE",
              "META-INF/licenses/byte-buddy/LICENSE",
              "META-INF/licenses/slf4j/LICENSE.txt");
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Premain-Class")).isEqualTo("io.cacheshrinker.agent.Premain");
      assertThat(manifest.getValue("Agent-Class")).isEqualTo("io.cacheshrinker.agent.Premain");
      assertThat(manifest.getValue("Main-Class")).isEqualTo("io.cacheshrinker.agent.Main");
      assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
      assertThat(manifest.getValue("Boot-Class-Path")).isNull();
      assertThat(manifest.getValue("Multi-Release")).isNull();
    }
  }

  @Test
  void rootClasses_ofTheJar_useTheJdkAndEachOtherOnly() throws Exception {
    try (JarFile jar = new JarFile(ChildJvm.agentJar().toFile())) {
      for (String name : ROOT) {
        byte[] classFile = jar.getInputStream(jar.getEntry(name)).readAllBytes();
        assertThat(classesIn(classFile))
            .isNotEmpty()
            .allMatch(type -> type.startsWith("java/") || ROOT.contains(type + ".class"));
      }
    }
  }

  /** Names in the constant pool; arrays without their dimensions. */
  private static List<String> classesIn(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    List<String> classes = new ArrayList<>();
    for (int i = 1; i < reader.getItemCount(); i++) {
      int item = reader.getItem(i);
      if (item > 0 && classFile[item - 1] == CONSTANT_CLASS) {
        String type = reader.readUTF8(item, new char[reader.getMaxStringLength()]);
        String element =
            type.startsWith("[") ? Type.getType(type).getElementType().getInternalName() : type;
        if (element.length() > 1) {
          classes.add(element);
        }
      }
    }
    return classes;
  }

  @Test
  void license_ofTheJar_isTheProjects() throws Exception {
    try (JarFile jar = new JarFile(ChildJvm.agentJar().toFile())) {
      byte[] inJar = jar.getInputStream(jar.getEntry("META-INF/LICENSE")).readAllBytes();
      assertThat(inJar).isEqualTo(Files.readAllBytes(Path.of("..", "LICENSE")));
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void application_withTheAgentAwake_resolvesTheRootClassesOnly(Jdk jdk) throws Exception {
    List<String> visible =
        ROOT.stream().map(path -> path.replace('/', '.').replace(".class", "")).toList();
    List<String> hidden =
        List.of(
            "org.slf4j.Logger",
            "net.bytebuddy.jar.asm.ClassReader",
            "picocli.CommandLine",
            "io.cacheshrinker.agent.Agent",
            "io.cacheshrinker.agent.registry.Registry",
            "io.cacheshrinker.Shrinker");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(agent(""), "-cp", classPath(programs(), lib("caffeine-3.1.8.jar"))));
    arguments.add("com.acme.Visible");
    arguments.addAll(visible);
    arguments.addAll(hidden);
    try (ChildJvm child = ChildJvm.start(jdk, arguments)) {
      child.finish();

      List<String> expected = new ArrayList<>();
      visible.forEach(name -> expected.add(name + " true"));
      hidden.forEach(name -> expected.add(name + " false"));
      expected.add("resource null");
      assertThat(child.out()).isEqualTo(expected);
    }
  }
}
