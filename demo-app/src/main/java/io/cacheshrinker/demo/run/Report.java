package io.cacheshrinker.demo.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Everything that a run found out; the names of the components are those of the JSON. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Report(
    String gc,
    int jdk,
    long xmxBytes,
    PhaseResult without,
    PhaseResult with,
    @Nullable Base base,
    @Nullable Comparison comparison) {

  /**
   * Whether the promise was kept: it dies without the agent, and with it every request is answered
   * right.
   */
  @JsonProperty
  boolean held() {
    return without.diedOfOutOfMemory() && with.allRight();
  }

  /** One line. */
  String json() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
