package io.cacheshrinker.demo.bench.storm;

import java.util.List;

/**
 * What a victim is to go through.
 *
 * @param large whether each piece of garbage is large, see {@link Storm}
 * @param seconds of the storm
 * @param cachedShare of the capacity, held by caches that are full
 * @param megabytesPerSecond of garbage
 */
record Weather(
    Variant variant,
    boolean large,
    long seconds,
    long seed,
    double cachedShare,
    long megabytesPerSecond) {

  Object[] arguments() {
    return List.of(variant, large, seconds, seed, cachedShare, megabytesPerSecond).toArray();
  }

  static Weather of(String[] arguments) {
    return new Weather(
        Variant.valueOf(arguments[0]),
        Boolean.parseBoolean(arguments[1]),
        Long.parseLong(arguments[2]),
        Long.parseLong(arguments[3]),
        Double.parseDouble(arguments[4]),
        Long.parseLong(arguments[5]));
  }

  /** Of the garbage, as shown. */
  String objects() {
    return large ? "large" : "small";
  }
}
