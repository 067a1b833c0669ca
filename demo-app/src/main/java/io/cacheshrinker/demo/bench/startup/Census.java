package io.cacheshrinker.demo.bench.startup;

import io.cacheshrinker.demo.bench.AgentBeans;
import io.cacheshrinker.demo.bench.Answer;
import java.util.concurrent.TimeUnit;

/**
 * Taken by a victim of itself: the heap it retains. Not part of the timed runs, which end where
 * this begins. All victims with a cache touch JMX here, those without our agent too, so that it
 * cancels out.
 */
final class Census {
  /** Argument of a victim that is to be counted: whether our agent is expected. */
  static final String COUNT = "count";

  static final String COUNT_OURS = "count-ours";

  /** The agent weighs an entry within 10 s. */
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private Census() {}

  static void takeIfAsked(String[] arguments, int caches) {
    if (arguments.length > 0) {
      take(arguments[0].equals(COUNT_OURS), caches);
    }
  }

  private static void take(boolean ours, int caches) {
    Answer answer = new Answer();
    if (caches > 0) {
      AgentBeans beans = new AgentBeans();
      boolean settled = beans.awaitWeighed(ours ? caches : 0, LIMIT_NANOS);
      answer.with("settled", settled).with("shrinkers", beans.agentNumber("Shrinkers"));
    }
    answer.with("retainedBytes", retainedBytes()).print();
  }

  private static long retainedBytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
