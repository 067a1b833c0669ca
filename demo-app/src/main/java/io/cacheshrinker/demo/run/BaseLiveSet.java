package io.cacheshrinker.demo.run;

/**
 * What the service needs when it caches nothing.
 *
 * @param capacityBytes what live objects can fill at most
 */
record BaseLiveSet(long liveBytes, long capacityBytes) {
  /**
   * Time for requests before it is measured, so that everything is loaded and every pool filled.
   */
  static final double SECONDS = 5;

  double share() {
    return (double) liveBytes / capacityBytes;
  }
}
