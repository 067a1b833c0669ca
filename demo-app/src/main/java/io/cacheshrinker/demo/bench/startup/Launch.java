package io.cacheshrinker.demo.bench.startup;

import io.cacheshrinker.demo.bench.Answer;
import io.cacheshrinker.demo.bench.Jvm;
import io.cacheshrinker.demo.bench.Settings;
import io.cacheshrinker.demo.bench.Victim;
import io.cacheshrinker.demo.bench.VictimFailed;
import java.nio.file.Path;
import java.util.Set;

/** Starts a program with an agent, to be timed or to be counted. */
record Launch(Jvm jvm, Path emptyAgent, Settings settings) {
  private static final String PACKAGE_OF_BYTE_BUDDY = "net.bytebuddy.";

  /**
   * @param classes loaded from start to end
   * @param retainedBytes used after a collection, all threads at rest
   */
  record Counted(Set<String> classes, long retainedBytes, boolean settled) {
    long byteBuddyClasses() {
      return classes.stream().filter(name -> name.startsWith(PACKAGE_OF_BYTE_BUDDY)).count();
    }

    /** How many classes were loaded here and not there. */
    long classesNotIn(Counted other) {
      return classes.stream().filter(name -> !other.classes.contains(name)).count();
    }
  }

  /** From the start of the process to its end, in ms. */
  double time(App app, Agent agent) throws VictimFailed, InterruptedException {
    Victim.Ended ended = victim(app, agent, "").run();
    if (ended.exit() != 0) {
      throw new VictimFailed("exit " + ended.exit() + ": " + ended.output());
    }
    return ended.wallMillis();
  }

  /**
   * @param options of our agent, beside those of the user
   */
  Counted count(App app, Agent agent, String options) throws VictimFailed, InterruptedException {
    try (ClassLog log = new ClassLog()) {
      Answer answer =
          victim(app, agent, options)
              .flags(log.flag())
              .arguments(agent == Agent.OURS ? Census.COUNT_OURS : Census.COUNT)
              .run()
              .answer();
      return new Counted(
          log.classes(),
          (long) answer.number("retainedBytes"),
          !Boolean.FALSE.equals(answer.values().get("settled")));
    }
  }

  private Victim victim(App app, Agent agent, String options) {
    Victim victim = Victim.of(jvm, app.main).uses(app.libraries()).flags("-Xmx128m");
    return switch (agent) {
      case NONE -> victim;
      case EMPTY -> victim.agent(emptyAgent, "");
      case OURS -> victim.agent(settings.agentJar(), settings.agentOptions(options));
    };
  }
}
