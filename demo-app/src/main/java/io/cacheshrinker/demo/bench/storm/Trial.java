package io.cacheshrinker.demo.bench.storm;

import io.cacheshrinker.demo.bench.Answer;
import io.cacheshrinker.demo.bench.Collector;
import io.cacheshrinker.demo.bench.Jvm;
import io.cacheshrinker.demo.bench.Library;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.Settings;
import io.cacheshrinker.demo.bench.Victim;
import io.cacheshrinker.demo.bench.VictimFailed;
import java.util.List;

/** One victim in one weather. */
record Trial(Jvm jvm, Weather weather, long heapMegabytes, Settings settings) {

  String label() {
    return "%s %s %s, seed %d"
        .formatted(jvm, weather.objects(), weather.variant().label, weather.seed());
  }

  List<Row> rows() throws VictimFailed, InterruptedException {
    boolean ours = weather.variant() == Variant.OURS;
    Victim victim =
        Victim.of(jvm, StormVictim.class)
            .uses(Library.CAFFEINE, Library.GUAVA)
            .flags("-Xms" + heapMegabytes + "m", "-Xmx" + heapMegabytes + "m")
            .flags("-XX:+ExitOnOutOfMemoryError")
            .flags(flagsFor(jvm.collector(), heapMegabytes / 8))
            .arguments(weather.arguments());
    if (ours) {
      victim.agent(settings.agentJar(), settings.agentOptions("log=info"));
    }
    Victim.Ended ended = victim.run();
    Answer answer = ended.answer();
    if (ours && answer.number("evictions") > 0) {
      System.err.print(ended.output());
    }
    return List.of(
        Row.of(weather.variant().label, jvm)
            .with("objects", weather.objects())
            .with("seed", weather.seed())
            .with(answer));
  }

  /**
   * A small young generation, so that what survives one collection is promoted by the next; and G1
   * is told to let garbage lie, as the others do by nature.
   */
  private static String[] flagsFor(Collector collector, long youngMegabytes) {
    String young = "-Xmn" + youngMegabytes + "m";
    return switch (collector) {
      case SERIAL, PARALLEL -> new String[] {young};
      case G1 ->
          new String[] {young, "-XX:-G1UseAdaptiveIHOP", "-XX:InitiatingHeapOccupancyPercent=80"};
      case ZGC, SHENANDOAH, GENSHEN -> new String[0];
    };
  }
}
