package io.cacheshrinker.demo.run;

import java.util.Locale;

/** The garbage collectors that the service can be run with. */
enum Collector {
  SERIAL("-XX:+UseSerialGC"),
  PARALLEL("-XX:+UseParallelGC"),
  G1("-XX:+UseG1GC"),
  ZGC("-XX:+UseZGC"),
  SHENANDOAH("-XX:+UseShenandoahGC");

  final String flag;

  Collector(String flag) {
    this.flag = flag;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
