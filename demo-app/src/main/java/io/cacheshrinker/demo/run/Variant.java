package io.cacheshrinker.demo.run;

import java.util.List;

/**
 * One way to start the service.
 *
 * @param name also the name of the folder with its logs
 * @param cacheSize maximum of both caches in entries; {@link #AS_DECLARED} for what the service
 *     comes with
 */
record Variant(String name, boolean agent, long cacheSize) {
  static final long AS_DECLARED = -1;

  static final Variant WITHOUT = new Variant("without", false, AS_DECLARED);
  static final Variant WITH = new Variant("with", true, AS_DECLARED);

  static Variant fixed(long cacheSize) {
    return new Variant("fixed-" + cacheSize, false, cacheSize);
  }

  List<String> properties() {
    return cacheSize == AS_DECLARED
        ? List.of()
        : List.of(
            "--catalogue.page-cache-size=" + cacheSize,
            "--catalogue.quote-cache-size=" + cacheSize);
  }
}
