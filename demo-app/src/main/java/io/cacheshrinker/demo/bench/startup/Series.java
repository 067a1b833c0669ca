package io.cacheshrinker.demo.bench.startup;

import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.Spread;
import io.cacheshrinker.demo.bench.VictimFailed;
import io.cacheshrinker.demo.bench.startup.Launch.Counted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** All programs with all agents on one JVM, taking turns. */
final class Series {
  private static final double MB = 1024 * 1024;
  private static final int COUNTS = 2;

  private final Launch launch;
  private final int runs;
  private final Random random;
  private final Map<App, Map<Agent, double[]>> millis = new EnumMap<>(App.class);

  Series(Launch launch, int runs, long seed) {
    this.launch = launch;
    this.runs = runs;
    this.random = new Random(seed);
  }

  List<Row> rows() throws VictimFailed, InterruptedException {
    time();
    List<Row> rows = new ArrayList<>();
    for (App app : App.values()) {
      Counted base = count(app, Agent.EMPTY, "");
      for (Agent agent : Agent.values()) {
        Row row = Row.of(agent.label, launch.jvm()).with("program", app.label);
        Spread spread = Spread.of(millis(app, agent));
        row.with("ms", spread.median()).with("msMin", spread.min()).with("msMax", spread.max());
        addCounts(row, app, agent, base);
        if (agent == Agent.OURS) {
          addDifferences(row, app, base);
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** One turn before the first fills the page cache, and does not count. */
  private void time() throws VictimFailed, InterruptedException {
    for (int run = -1; run < runs; run++) {
      for (Turn turn : shuffledTurns()) {
        double taken = launch.time(turn.app, turn.agent);
        if (run >= 0) {
          millis(turn.app, turn.agent)[run] = taken;
        }
      }
    }
  }

  private List<Turn> shuffledTurns() {
    List<Turn> turns = new ArrayList<>();
    for (App app : App.values()) {
      for (Agent agent : Agent.values()) {
        turns.add(new Turn(app, agent));
      }
    }
    Collections.shuffle(turns, random);
    return turns;
  }

  private void addCounts(Row row, App app, Agent agent, Counted base)
      throws VictimFailed, InterruptedException {
    Counted counted =
        agent == Agent.EMPTY
            ? base
            : count(app, agent, agent == Agent.OURS ? "tripwire=false" : "");
    row.with("classes", counted.classes().size())
        .with("extraClasses", counted.classesNotIn(base))
        .with("byteBuddyClasses", counted.byteBuddyClasses())
        .with("retainedMb", counted.retainedBytes() / MB)
        .with("extraRetainedMb", (counted.retainedBytes() - base.retainedBytes()) / MB)
        .with("settled", counted.settled());
  }

  private void addDifferences(Row row, App app, Counted base)
      throws VictimFailed, InterruptedException {
    double[] extra = extraMillis(app);
    Spread overEmpty = Spread.of(extra);
    row.with(
            "withTripwireMb",
            (count(app, Agent.OURS, "").retainedBytes() - base.retainedBytes()) / MB)
        .with("overEmptyMs", overEmpty.median())
        .with("overEmptyMsMin", overEmpty.min())
        .with("overEmptyMsMax", overEmpty.max());
    if (app.hasCache()) {
      double plain = Spread.of(extraMillis(App.PLAIN)).median();
      row.with("firstCacheMs", overEmpty.median() - plain);
    }
  }

  /** Ours over the empty agent, run by run. */
  private double[] extraMillis(App app) {
    double[] extra = millis(app, Agent.OURS).clone();
    double[] empty = millis(app, Agent.EMPTY);
    for (int run = 0; run < extra.length; run++) {
      extra[run] -= empty[run];
    }
    return extra;
  }

  /** Of several counts the one that retains least: what a thread had in hand is not retained. */
  private Counted count(App app, Agent agent, String options)
      throws VictimFailed, InterruptedException {
    Counted least = null;
    for (int i = 0; i < COUNTS; i++) {
      Counted counted = launch.count(app, agent, options);
      if (least == null || counted.retainedBytes() < least.retainedBytes()) {
        least = counted;
      }
    }
    return Objects.requireNonNull(least);
  }

  private double[] millis(App app, Agent agent) {
    return millis
        .computeIfAbsent(app, a -> new EnumMap<>(Agent.class))
        .computeIfAbsent(agent, a -> new double[runs]);
  }

  private record Turn(App app, Agent agent) {}
}
