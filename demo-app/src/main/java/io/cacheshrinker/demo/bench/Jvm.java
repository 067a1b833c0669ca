package io.cacheshrinker.demo.bench;

import java.util.ArrayList;
import java.util.List;

/** A JDK with a collector. */
public record Jvm(Collector collector, Jdk jdk) {
  /** The JDKs that we promise to run on. */
  private static final List<Integer> FEATURES = List.of(17, 25);

  public Jvm {
    if (jdk.feature() < collector.since()) {
      throw new IllegalArgumentException(
          "JDK %d has no %s; it needs JDK %d or newer"
              .formatted(jdk.feature(), collector.label(), collector.since()));
    }
  }

  @Override
  public String toString() {
    return collector.label() + " " + jdk.feature();
  }

  /** What a benchmark runs on unless the user says otherwise. */
  public record Choice(Collector collector, int feature) {
    Jvm find() {
      return new Jvm(collector, Jdk.find(feature));
    }

    public static Choice of(Collector collector, int feature) {
      return new Choice(collector, feature);
    }
  }

  /**
   * The choices, narrowed or widened by what the user asked for: a dimension that the user names
   * replaces that of the choices, and then every collector meets every JDK. With {@code --gc} alone
   * a collector keeps its own JDKs, if it is among the choices.
   */
  static List<Choice> wanted(
      List<Choice> choices, List<Collector> collectors, List<Integer> features) {
    List<Choice> wanted = new ArrayList<>();
    if (collectors.isEmpty() && features.isEmpty()) {
      wanted.addAll(choices);
    } else if (collectors.isEmpty()) {
      for (Collector collector : choices.stream().map(Choice::collector).distinct().toList()) {
        features.forEach(feature -> wanted.add(Choice.of(collector, feature)));
      }
    } else {
      for (Collector collector : collectors) {
        featuresOf(collector, choices, features)
            .forEach(feature -> wanted.add(Choice.of(collector, feature)));
      }
    }
    return wanted;
  }

  private static List<Integer> featuresOf(
      Collector collector, List<Choice> choices, List<Integer> features) {
    if (!features.isEmpty()) {
      return features;
    }
    List<Integer> own =
        choices.stream().filter(c -> c.collector() == collector).map(Choice::feature).toList();
    return own.isEmpty() ? FEATURES.stream().filter(f -> f >= collector.since()).toList() : own;
  }
}
