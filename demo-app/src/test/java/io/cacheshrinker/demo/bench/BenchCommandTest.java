package io.cacheshrinker.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Scripted bench = new Scripted();

  @TempDir private Path folder;
  private Path agent;

  @BeforeEach
  void makeAgent() throws Exception {
    agent = Files.createFile(folder.resolve("agent.jar"));
  }

  @Test
  void unknownName_exits2_andListsTheNames() {
    assertThat(run("nope")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("demo-app/bench: no benchmark 'nope'; there are scripted")
        .doesNotContain("Exception");
  }

  @Test
  void noName_unknownOption_wrongNumber_exit2_withoutStackTrace() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("scripted", "--sideways")).isEqualTo(2);
    assertThat(run("scripted", "--runs=many")).isEqualTo(2);
    assertThat(run("scripted", "--runs=0")).isEqualTo(2);
    assertThat(err.toString()).doesNotContain("\tat ");
    assertThat(bench.taken).isZero();
  }

  @Test
  void unknownCollector_exits2_andListsTheCollectors() {
    assertThat(run("scripted", "--gc=g2")).isEqualTo(2);
    assertThat(err.toString()).contains("no collector 'g2'; there are serial, parallel, g1");
  }

  @Test
  void unknownVariant_exits2_andListsTheVariants() {
    assertThat(run("scripted", "--variant=theirs")).isEqualTo(2);
    assertThat(err.toString()).contains("no variant 'theirs'; there are ours");
  }

  @Test
  void unknownParameter_exits2_andListsTheParameters() {
    assertThat(run("scripted", "--set=rain=3")).isEqualTo(2);
    assertThat(err.toString()).contains("no parameter 'rain' in scripted; there are [wind]");
  }

  @Test
  void knownParameter_reachesTheBench() {
    assertThat(run("scripted")).isZero();
    assertThat(bench.wind).isEqualTo(7);
    assertThat(run("scripted", "--set=wind=3")).isZero();
    assertThat(bench.wind).isEqualTo(3);
  }

  @Test
  void missingAgent_exits2_andSaysHowToBuildIt() {
    agent = folder.resolve("absent.jar");
    assertThat(run("scripted")).isEqualTo(2);
    assertThat(err.toString()).contains("absent.jar", "mvn package");
  }

  @Test
  void claimHolds_exits0_andEndsWithJson() throws Exception {
    assertThat(run("scripted", "--json")).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0)).startsWith("variant");
    assertThat(lines.get(lines.size() - 2)).isEqualTo("scripted: holds");
    var json = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(json.get("holds").asBoolean()).isTrue();
    assertThat(json.get("rows")).hasSize(2);
  }

  @Test
  void withoutJson_endsWithTheTable() {
    assertThat(run("scripted")).isZero();
    assertThat(out.toString()).doesNotContain("{");
  }

  @Test
  void claimFails_exits1() {
    bench.holds = false;
    assertThat(run("scripted")).isEqualTo(1);
    assertThat(out.toString()).contains("FAILS", "DOES NOT HOLD");
  }

  @Test
  void oneCellFails_othersAreMeasured_andNothingHolds() {
    bench.failing = "first";
    assertThat(run("scripted")).isEqualTo(1);
    assertThat(bench.taken).isEqualTo(2);
    assertThat(out.toString()).contains("FAILS  first can be measured: exit 3: OutOfMemoryError");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--agent=" + agent);
    CommandLine commandLine = BenchCommand.commandLine(List.of(bench));
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commandLine.execute(all.toArray(String[]::new));
  }

  /** Two cells, and a claim that holds or fails as told. */
  private static final class Scripted implements Bench {
    private boolean holds = true;
    private String failing = "";
    private int taken;
    private long wind;

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public String purpose() {
      return "none";
    }

    @Override
    public Map<String, Long> parameters() {
      return Map.of("wind", 7L);
    }

    @Override
    public List<Cell> cells(Settings settings) {
      wind = settings.parameter(this, "wind");
      assertThat(settings.variantsOf(List.of("ours"))).containsExactly("ours");
      return List.of(cell("first"), cell("second"));
    }

    private Cell cell(String label) {
      return new Cell(
          label,
          () -> {
            taken++;
            if (label.equals(failing)) {
              throw new VictimFailed("exit 3: OutOfMemoryError");
            }
            return List.of(new Row().with("variant", label));
          });
    }

    @Override
    public List<Check> judge(List<Row> rows) {
      return List.of(new Check("claim", "seen", holds));
    }
  }
}
