package io.cacheshrinker.demo.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A garbage collector and how to get it. What {@code ZGC} means depends on the JDK: see there. */
public enum Collector {
  SERIAL("Serial", 17, "-XX:+UseSerialGC"),
  PARALLEL("Parallel", 17, "-XX:+UseParallelGC"),
  G1("G1", 17, "-XX:+UseG1GC"),
  /** One generation up to JDK 20, only generational from JDK 24 on. */
  ZGC("ZGC", 17, "-XX:+UseZGC"),
  SHENANDOAH("Shenandoah", 17, "-XX:+UseShenandoahGC"),
  GENSHEN("GenShen", 25, "-XX:+UseShenandoahGC", "-XX:ShenandoahGCMode=generational");

  private final String label;
  private final int since;
  private final List<String> flags;

  Collector(String label, int since, String... flags) {
    this.label = label;
    this.since = since;
    this.flags = List.of(flags);
  }

  public String label() {
    return label;
  }

  /** The first JDK, of those we run on, that has it. */
  public int since() {
    return since;
  }

  public List<String> flags() {
    return flags;
  }

  /**
   * @throws IllegalArgumentException with the names there are
   */
  public static Collector named(String name) {
    return Arrays.stream(values())
        .filter(c -> c.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no collector '" + name + "'; there are " + String.join(", ", names())));
  }

  private static List<String> names() {
    return Arrays.stream(values()).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
  }
}
