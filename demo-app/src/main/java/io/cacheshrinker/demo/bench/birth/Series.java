package io.cacheshrinker.demo.bench.birth;

import io.cacheshrinker.demo.bench.Answer;
import io.cacheshrinker.demo.bench.Jvm;
import io.cacheshrinker.demo.bench.Library;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.Settings;
import io.cacheshrinker.demo.bench.Spread;
import io.cacheshrinker.demo.bench.Victim;
import io.cacheshrinker.demo.bench.VictimFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Without and with the agent in turns, in random order, and the differences pair by pair. */
record Series(Jvm jvm, Library library, Life life, Settings settings, int runs) {
  static final String NONE = "none";
  static final String OURS = "ours";

  String label() {
    return "%s %s %s, %d threads".formatted(jvm, library.label(), life.label, life.threads);
  }

  List<Row> rows() throws VictimFailed, InterruptedException {
    List<Answer> without = new ArrayList<>();
    List<Answer> with = new ArrayList<>();
    Random random = new Random(settings.seed());
    for (int run = 0; run < runs; run++) {
      boolean oursFirst = random.nextBoolean();
      if (oursFirst) {
        with.add(run(true));
      }
      without.add(run(false));
      if (!oursFirst) {
        with.add(run(true));
      }
    }
    return List.of(row(NONE, without), addDifferences(row(OURS, with), with, without));
  }

  private Answer run(boolean ours) throws VictimFailed, InterruptedException {
    Victim victim =
        Victim.of(jvm, BirthVictim.class)
            .uses(Library.values())
            .flags("-Xms512m", "-Xmx512m")
            .arguments(library.name(), life.name(), ours);
    return (ours ? victim.agent(settings.agentJar(), settings.agentOptions("")) : victim)
        .run()
        .answer();
  }

  private Row row(String variant, List<Answer> answers) {
    Row row =
        Row.of(variant, jvm)
            .with("library", library.label())
            .with("life", life.label)
            .with("threads", life.threads)
            .with("births", life.births);
    add(row, "micros", Spread.of(all(answers, "micros")));
    return row.with("bytes", Spread.of(all(answers, "bytes")).median())
        .with("perSecond", Spread.of(all(answers, "perSecond")).median())
        .with("retainedBytes", Spread.of(all(answers, "retainedBytes")).median())
        .with("shrinkers", Spread.of(all(answers, "shrinkers")).median());
  }

  private static Row addDifferences(Row row, List<Answer> with, List<Answer> without) {
    add(row, "extraMicros", Spread.ofDifferences(all(with, "micros"), all(without, "micros")));
    add(row, "extraBytes", Spread.ofDifferences(all(with, "bytes"), all(without, "bytes")));
    add(row, "throughputRatio", Spread.ofRatios(all(with, "perSecond"), all(without, "perSecond")));
    Spread retained =
        Spread.ofDifferences(all(with, "retainedBytes"), all(without, "retainedBytes"));
    return row.with("extraRetainedBytes", retained.median());
  }

  private static void add(Row row, String key, Spread spread) {
    row.with(key, spread.median()).with(key + "Min", spread.min()).with(key + "Max", spread.max());
  }

  private static double[] all(List<Answer> answers, String key) {
    return answers.stream().mapToDouble(answer -> answer.number(key)).toArray();
  }
}
