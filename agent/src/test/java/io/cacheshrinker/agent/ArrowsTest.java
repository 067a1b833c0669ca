package io.cacheshrinker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the arrows between the packages of the agent, as jdeps sees them in the class files. */
class ArrowsTest {
  private static final String OURS = "io.cacheshrinker.agent";
  private static final Pattern ARROW = Pattern.compile("\\s+(\\S+)\\s+->\\s+(\\S+)\\s+.+");

  /** Classes that each of our classes refers to. */
  private static final Map<String, Set<String>> USES = new TreeMap<>();

  @BeforeAll
  static void askJdeps() {
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        jdeps.run(
            new PrintWriter(out),
            new PrintWriter(err),
            "--ignore-missing-deps",
            "--multi-release",
            "base",
            "-verbose:class",
            "-filter:none",
            Path.of(System.getProperty("basedir", "."), "target/classes").toString());
    assertThat(exit).as(err.toString()).isZero();
    out.toString()
        .lines()
        .map(ARROW::matcher)
        .filter(Matcher::matches)
        .forEach(
            arrow ->
                USES.computeIfAbsent(arrow.group(1), from -> new TreeSet<>()).add(arrow.group(2)));
    assertThat(USES).containsKey(OURS + ".Agent").hasSizeGreaterThan(80);
  }

  /** A stage may use what is on the right, and does; what is not named here it may not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        "options    | ''",
        "log        | ''",
        "registry   | ''",
        "gc         | ''",
        "size       | ''",
        "cli        | ''",
        "instrument | log options registry",
        "pressure   | gc",
        "shrink     | gc options pressure registry size",
        "jmx        | registry shrink",
        "jfr        | pressure registry shrink",
      })
  void arrows_ofAStage_areThoseOfTheDesign(String stage, String targets) {
    Set<String> allowed = targets.isEmpty() ? Set.of() : Set.of(targets.split(" "));

    assertThat(stagesUsedBy(stage)).containsExactlyInAnyOrderElementsOf(allowed);
  }

  @Test
  void stages_ofTheAgent_areAllInTheTable() {
    Set<String> stages = new TreeSet<>();
    USES.keySet().forEach(type -> stages.add(stageOf(type)));

    assertThat(stages)
        .containsExactlyInAnyOrder(
            "",
            "options",
            "log",
            "registry",
            "gc",
            "size",
            "cli",
            "instrument",
            "pressure",
            "shrink",
            "jmx",
            "jfr");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"instrument", "registry", "gc", "pressure", "size", "shrink", "jmx", "jfr"})
  void stage_ofThePipeline_neverUsesThePipelineNorItself(String stage) {
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(stagesUsedBy(stage));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (reached.add(next)) {
        open.addAll(stagesUsedBy(next));
      }
    }

    assertThat(reached).doesNotContain("", stage);
  }

  @ParameterizedTest
  @CsvSource({
    "net.bytebuddy., instrument",
    "picocli., cli",
    "com.sun.tools.attach., cli",
    "com.sun.management., gc",
    "java.lang.management.GarbageCollectorMXBean, gc",
    "java.lang.management.MemoryPoolMXBean, gc",
  })
  void library_ofOneStage_isUsedByNoOther(String prefix, String stage) {
    Set<String> users = new TreeSet<>();
    USES.forEach(
        (type, used) -> {
          if (used.stream().anyMatch(other -> other.startsWith(prefix))) {
            users.add(stageOf(type));
          }
        });

    assertThat(users).containsExactly(stage);
  }

  /** What the application can see: five classes, which need nothing but the JDK and each other. */
  @Test
  void rootClasses_ofTheJar_useTheJdkAndEachOtherOnly() {
    Set<String> root =
        Set.of("Premain", "CandidateFilter", "ConstantPoolStrings", "IsolatedLoader", "Main");
    Set<String> used = new TreeSet<>();
    root.forEach(type -> used.addAll(USES.get(OURS + "." + type)));
    used.removeIf(type -> type.startsWith("java.") || type.startsWith("org.jspecify.annotations."));

    assertThat(used).isNotEmpty().allMatch(type -> root.contains(simpleName(type)));
  }

  private static Set<String> stagesUsedBy(String stage) {
    Set<String> used = new TreeSet<>();
    USES.forEach(
        (type, others) -> {
          if (stageOf(type).equals(stage)) {
            others.stream()
                .filter(other -> other.startsWith(OURS + "."))
                .map(ArrowsTest::stageOf)
                .forEach(used::add);
          }
        });
    used.remove(stage);
    return used;
  }

  /** {@code gc} for {@code io.cacheshrinker.agent.gc.Tripwire}; empty for the pipeline itself. */
  private static String stageOf(String type) {
    String rest = type.substring(OURS.length() + 1);
    int dot = rest.indexOf('.');
    return dot < 0 ? "" : rest.substring(0, dot);
  }

  private static String simpleName(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
