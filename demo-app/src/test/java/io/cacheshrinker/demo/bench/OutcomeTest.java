package io.cacheshrinker.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  private static final Jvm G1_17 = new Jvm(Collector.G1, new Jdk(17, Path.of("/jdk")));
  private static final Check GOOD = new Check("sky is blue", "blue", true);
  private static final Check BAD = new Check("sky is green", "blue", false);

  private final Row row = Row.of("ours", G1_17).with("evictions", 0L).with("live", 0.43217);
  private final Row other = Row.of("none", G1_17).with("misses", 12345.6);

  @Test
  void json_isOneLine_withTheAgreedKeys() throws Exception {
    String json = new Outcome("garbage-storm", List.of(row), List.of(GOOD)).json();
    assertThat(json).doesNotContain("\n");
    JsonNode all = new ObjectMapper().readTree(json);
    assertThat(all.get("bench").asText()).isEqualTo("garbage-storm");
    assertThat(all.get("holds").asBoolean()).isTrue();
    JsonNode first = all.get("rows").get(0);
    assertThat(first.get("variant").asText()).isEqualTo("ours");
    assertThat(first.get("gc").asText()).isEqualTo("G1");
    assertThat(first.get("jdk").isInt()).isTrue();
    assertThat(first.get("jdk").asInt()).isEqualTo(17);
    assertThat(first.get("evictions").asLong()).isZero();
    assertThat(first.get("live").asDouble()).isEqualTo(0.43217);
    assertThat(all.get("checks").get(0).get("claim").asText()).isEqualTo("sky is blue");
  }

  @Test
  void holds_onlyIfSomethingWasMeasuredAndAllChecksDo() {
    assertThat(new Outcome("b", List.of(row), List.of(GOOD)).holds()).isTrue();
    assertThat(new Outcome("b", List.of(row), List.of(GOOD, BAD)).holds()).isFalse();
    assertThat(new Outcome("b", List.of(row), List.of()).holds()).isFalse();
    assertThat(new Outcome("b", List.of(), List.of(GOOD)).holds()).isFalse();
  }

  @Test
  void text_hasColumnsOfAllRows_andNamesWhatFailed() {
    String text = new Outcome("b", List.of(row, other), List.of(GOOD, BAD)).text();
    List<String> lines = text.lines().toList();
    assertThat(lines.get(0).split(" +"))
        .containsExactly("variant", "gc", "jdk", "evictions", "live", "misses");
    assertThat(lines.get(1).split(" +")).containsExactly("ours", "G1", "17", "0", "0.43", "·");
    assertThat(lines.get(2).split(" +")).containsExactly("none", "G1", "17", "·", "·", "12346");
    assertThat(text)
        .contains("holds  sky is blue: blue", "FAILS  sky is green: blue")
        .endsWith("b: DOES NOT HOLD" + System.lineSeparator());
  }

  @Test
  void row_refusesWhatJsonCannotSay() {
    assertThatIllegalArgumentException().isThrownBy(() -> row.with("ratio", Double.NaN));
  }
}
