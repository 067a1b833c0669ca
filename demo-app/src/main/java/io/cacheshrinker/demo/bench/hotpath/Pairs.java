package io.cacheshrinker.demo.bench.hotpath;

import io.cacheshrinker.demo.bench.Answer;
import io.cacheshrinker.demo.bench.Interval;
import io.cacheshrinker.demo.bench.Jvm;
import io.cacheshrinker.demo.bench.Library;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.Settings;
import io.cacheshrinker.demo.bench.Spread;
import io.cacheshrinker.demo.bench.Victim;
import io.cacheshrinker.demo.bench.VictimFailed;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Without and with the agent in turns, in random order, and the ratios pair by pair. */
record Pairs(Jvm jvm, Scene scene, Settings settings, int pairs, int seconds) {
  static final String NONE = "none";
  static final String OURS = "ours";

  String label() {
    return "%s %s, %s".formatted(jvm, scene.library.label(), scene.label);
  }

  List<Row> rows() throws VictimFailed, InterruptedException {
    Answer[] without = new Answer[pairs];
    Answer[] with = new Answer[pairs];
    Random random = new Random(settings.seed());
    for (int pair = 0; pair < pairs; pair++) {
      boolean oursFirst = random.nextBoolean();
      for (boolean ours : new boolean[] {oursFirst, !oursFirst}) {
        (ours ? with : without)[pair] = run(ours);
      }
    }
    double[] ratios = new double[pairs];
    Arrays.setAll(ratios, i -> speed(with[i]) / speed(without[i]));
    Interval interval = Interval.ofMedian(ratios);
    Row ours =
        row(OURS, with)
            .with("ratio", Spread.of(ratios).median())
            .with("ratioLow", interval.low())
            .with("ratioHigh", interval.high());
    return List.of(row(NONE, without), ours);
  }

  private Answer run(boolean ours) throws VictimFailed, InterruptedException {
    Victim victim =
        Victim.of(jvm, HotPathVictim.class)
            .uses(Library.values())
            .flags("-Xms512m", "-Xmx512m")
            .arguments(scene.name(), seconds, ours);
    return (ours ? victim.agent(settings.agentJar(), settings.agentOptions("")) : victim)
        .run()
        .answer();
  }

  private Row row(String variant, Answer[] answers) {
    double[] millions = Arrays.stream(answers).mapToDouble(a -> speed(a) / 1e6).toArray();
    Spread spread = Spread.of(millions);
    Answer last = answers[answers.length - 1];
    return Row.of(variant, jvm)
        .with("library", scene.library.label())
        .with("cache", scene.label)
        .with("pairs", pairs)
        .with("millionOpsPerCpuSecond", spread.median())
        .with("min", spread.min())
        .with("max", spread.max())
        .with("shrinkers", last.number("shrinkers"))
        .with("passes", Arrays.stream(answers).mapToDouble(a -> a.number("passes")).sum())
        .with("recordsReads", last.is("recordsReads"));
  }

  private static double speed(Answer answer) {
    return answer.number("opsPerCpuSecond");
  }
}
