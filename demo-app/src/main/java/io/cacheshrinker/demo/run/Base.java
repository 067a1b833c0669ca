package io.cacheshrinker.demo.run;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the service needs when it caches nothing, without and with the agent. */
record Base(BaseLiveSet without, BaseLiveSet with) {

  /** The agent's own heap, its reserve included: what the service with it needs more. */
  @JsonProperty
  long agentHeapBytes() {
    return with.liveBytes() - without.liveBytes();
  }
}
