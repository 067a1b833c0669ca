package io.cacheshrinker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.cli.Cli;
import io.cacheshrinker.agent.jmx.AgentMXBean;
import io.cacheshrinker.agent.jmx.ShrinkerMXBean;
import io.cacheshrinker.agent.options.Options;
import io.cacheshrinker.agent.pressure.Verdict;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Holds docs/reference.md against the code, in both directions where it has tables. */
class ReferenceDocTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LONG_OPTION = Pattern.compile("--[a-z]+");

  private final ReferenceDoc reference = ReferenceDoc.read();

  @Test
  void options_ofTheReader_areThoseOfTheTable() {
    Map<String, String> known = new TreeMap<>();
    knownOptions().forEach(option -> known.put(option, ""));

    assertThat(reference.table("## Options", "option").keySet())
        .containsExactlyInAnyOrderElementsOf(known.keySet());
  }

  @Test
  void defaults_ofTheReader_areThoseOfTheTable() {
    Options defaults = Options.defaults();
    Map<String, List<String>> table = reference.table("## Options", "option");

    assertThat(table.get("mode").get(2)).isEqualTo("`shrink`");
    assertThat(defaults.mode()).hasToString("SHRINK");
    assertThat(table.get("high").get(2)).isEqualTo("`" + defaults.high() + "`");
    assertThat(table.get("low").get(2)).isEqualTo("`" + defaults.low() + "`");
    assertThat(table.get("log").get(2)).isEqualToIgnoringCase("`" + defaults.log() + "`");
    assertThat(defaults.tripwire() && defaults.jmx() && defaults.jfr()).isTrue();
    assertThat(List.of(table.get("tripwire").get(2), table.get("jmx").get(2))).containsOnly("`on`");
  }

  @Test
  void attributes_ofTheAgent_areThoseOfTheTable() {
    assertThat(documented("### `io.cacheshrinker:type=Agent`", "attribute"))
        .containsExactlyEntriesOf(attributes(AgentMXBean.class));
  }

  @Test
  void operations_ofTheAgent_areThoseOfTheTable() {
    assertThat(reference.table("### `io.cacheshrinker:type=Agent`", "operation").keySet())
        .containsExactlyInAnyOrderElementsOf(operations(AgentMXBean.class));
  }

  @Test
  void attributes_ofAShrinker_areThoseOfTheTable() {
    assertThat(documented("### `io.cacheshrinker:type=Shrinker,name=\"…\"`", "attribute"))
        .containsExactlyEntriesOf(attributes(ShrinkerMXBean.class));
  }

  @Test
  void operations_ofAShrinker_areThoseOfTheTable() {
    String section = "### `io.cacheshrinker:type=Shrinker,name=\"…\"`";
    assertThat(reference.table(section, "operation").keySet())
        .containsExactlyInAnyOrderElementsOf(operations(ShrinkerMXBean.class));
  }

  @Test
  void verdicts_ofThePressureStage_areThoseOfTheTable() {
    assertThat(reference.table("### `io.cacheshrinker:type=Agent`", "verdict").keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Verdict.values()).map(Verdict::name).toList());
  }

  @Test
  void commands_ofTheCommandLine_areThoseOfTheTable() {
    assertThat(reference.table("## Command line", "command").keySet())
        .containsExactlyInAnyOrderElementsOf(commands().keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "scan", "shrink", "drop", "attach"})
  void arguments_ofACommand_areThoseOfTheTable(String name) {
    String row = reference.table("## Command line", "command").get(name).get(1);
    CommandLine command = commands().get(name);
    Set<String> wanted = new TreeSet<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      wanted.add(option.longestName());
    }
    wanted.removeAll(Set.of("--help", "--version"));

    assertThat(all(LONG_OPTION, row)).containsExactlyInAnyOrderElementsOf(wanted);
    for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
      assertThat(row).contains(parameter.paramLabel());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "instrument", "options", "pressure", "shrink", "jmx"})
  void texts_ofAPackageThatSpeaksToPeople_areInTheReference(String name) throws IOException {
    Set<String> texts = Texts.ofFolder(sources(name), false);

    assertThat(texts).isNotEmpty().allSatisfy(this::isInTheReference);
  }

  @Test
  void failures_ofTheCommandLine_areInTheReference() throws IOException {
    Set<String> texts = Texts.ofFolder(sources("cli"), true);

    assertThat(texts).hasSizeGreaterThan(8).allSatisfy(this::isInTheReference);
  }

  /** The two checks above find nothing if the texts are not seen at all. */
  @Test
  void texts_ofThePipeline_includeWhatIsKnownToBeThere() throws IOException {
    assertThat(Texts.ofFolder(sources(""), false))
        .contains("is not shrunk;", "the agent could not start (")
        .contains(
            "caches are created faster than they can be looked at, or with no memory or stack left;"
                + " some are not shrunk.");
  }

  private void isInTheReference(String text) {
    assertThat(reference.code()).as("code in docs/reference.md").contains(text);
  }

  private static Path sources(String packageName) {
    return ReferenceDoc.module()
        .resolve("src/main/java/io/cacheshrinker/agent")
        .resolve(packageName);
  }

  /** The reader names all it knows when nothing is near. */
  private static List<String> knownOptions() {
    String complaint =
        Options.read("qqqqqqqqqqqqqqqqqqqq=1", Map.of(), new Properties()).complaints().get(0);
    String list = complaint.substring(complaint.indexOf("Known are ") + 10, complaint.length() - 1);
    return List.of(list.split(", "));
  }

  private Map<String, String> documented(String section, String kind) {
    Map<String, String> types = new TreeMap<>();
    reference.table(section, kind).forEach((name, cells) -> types.put(name, cells.get(1)));
    return types;
  }

  private static TreeMap<String, String> attributes(Class<?> bean) {
    TreeMap<String, String> types = new TreeMap<>();
    for (Method method : bean.getMethods()) {
      String name = method.getName().replaceFirst("^(get|is)", "");
      if (isGetter(method)) {
        boolean canBeSet =
            Arrays.stream(bean.getMethods()).anyMatch(m -> m.getName().equals("set" + name));
        types.put(name, method.getReturnType().getSimpleName() + (canBeSet ? ", can be set" : ""));
      }
    }
    return types;
  }

  private static List<String> operations(Class<?> bean) {
    return Arrays.stream(bean.getMethods())
        .filter(method -> !isGetter(method) && !method.getName().startsWith("set"))
        .map(ReferenceDocTest::signature)
        .toList();
  }

  private static boolean isGetter(Method method) {
    return method.getName().matches("(get|is)[A-Z].*");
  }

  private static String signature(Method method) {
    return Arrays.stream(method.getParameters())
        .map(ReferenceDocTest::typeAndName)
        .collect(Collectors.joining(", ", method.getName() + "(", ")"));
  }

  private static String typeAndName(Parameter parameter) {
    return parameter.getType().getSimpleName() + " " + parameter.getName();
  }

  private static Map<String, CommandLine> commands() {
    return new CommandLine(Cli.class).getSubcommands();
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).toList();
  }

  /** The page, in pieces. */
  record ReferenceDoc(List<String> lines, String code) {
    static ReferenceDoc read() {
      try {
        List<String> lines = Files.readAllLines(module().resolve("../docs/reference.md"));
        String code =
            CODE.matcher(String.join("\n", lines))
                .results()
                .map(span -> span.group(1).replaceAll("\\s+", " "))
                .collect(Collectors.joining("\n"));
        return new ReferenceDoc(lines, code);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    static Path module() {
      return Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
    }

    /** Rows of the first table below a heading whose first column is called {@code kind}. */
    Map<String, List<String>> table(String heading, String kind) {
      int at = lines.indexOf(heading);
      assertThat(at).as(heading).isNotNegative();
      Map<String, List<String>> rows = new TreeMap<>();
      boolean inside = false;
      for (String line : lines.subList(at + 1, lines.size())) {
        inside = inside ? line.startsWith("|") : line.startsWith("| " + kind + " |");
        if (!inside && (!rows.isEmpty() || isEndOf(heading, line))) {
          break;
        }
        if (inside && line.startsWith("| `")) {
          List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
          rows.put(cells.get(1).replace("`", ""), cells.subList(1, cells.size()));
        }
      }
      assertThat(rows).as("rows of " + kind).isNotEmpty();
      return rows;
    }

    private static boolean isEndOf(String heading, String line) {
      int depth = heading.indexOf(' ');
      return line.matches("#{1," + depth + "} .*");
    }
  }
}
