package io.cacheshrinker.demo.run;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the service needs when it caches nothing.
 *
 * @param capacityBytes what live objects can fill at most
 */
record BaseLiveSet(long liveBytes, long capacityBytes) {
  @JsonProperty
  double share() {
    return (double) liveBytes / capacityBytes;
  }
}
