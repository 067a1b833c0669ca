package io.cacheshrinker.demo.bench.startup;

import io.cacheshrinker.demo.bench.Library;

/** The programs that are started. */
enum App {
  PLAIN("no cache", PlainVictim.class),
  CAFFEINE("Caffeine", CaffeineVictim.class, Library.CAFFEINE),
  GUAVA("Guava", GuavaVictim.class, Library.GUAVA);

  final String label;
  final Class<?> main;
  private final Library[] libraries;

  App(String label, Class<?> main, Library... libraries) {
    this.label = label;
    this.main = main;
    this.libraries = libraries;
  }

  Library[] libraries() {
    return libraries.clone();
  }

  boolean hasCache() {
    return libraries.length > 0;
  }
}
