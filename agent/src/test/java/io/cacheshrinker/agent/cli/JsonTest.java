package io.cacheshrinker.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void write_everyKind_isValid() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("text", "a \"b\" \\ \n\t\u0000 é \ud83d\ude00 \u2028");
    map.put("number", 1L << 60);
    map.put("share", 0.75);
    map.put("none", null);
    map.put("infinite", Double.POSITIVE_INFINITY);
    map.put("yes", true);
    assertThat(Json.write(List.of(map, List.of())))
        .isEqualTo(
            "[{\"text\":\"a \\\"b\\\" \\\\ \\u000a\\u0009\\u0000 \\u00e9 \\ud83d\\ude00 \\u2028\","
                + "\"number\":1152921504606846976,\"share\":0.75,\"none\":null,"
                + "\"infinite\":null,\"yes\":true},[]]");
    assertThat(Json.write(Arrays.asList("a", null))).isEqualTo("[\"a\",null]");
  }

  @Test
  void key_attributeName_isLowerCamelCase() {
    assertThat(Json.key("BytesPerEntry")).isEqualTo("bytesPerEntry");
    assertThat(Json.key("Name")).isEqualTo("name");
  }
}
