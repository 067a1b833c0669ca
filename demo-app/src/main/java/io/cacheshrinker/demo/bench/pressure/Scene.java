package io.cacheshrinker.demo.bench.pressure;

import io.cacheshrinker.demo.bench.Answer;
import io.cacheshrinker.demo.bench.Jvm;
import io.cacheshrinker.demo.bench.Library;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.Settings;
import io.cacheshrinker.demo.bench.Victim;
import io.cacheshrinker.demo.bench.VictimFailed;
import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * One victim of one benchmark: how it is started, and the row that it leaves.
 *
 * @param main of the victim; speaks as it goes, so that it has said something when it dies
 */
public record Scene(Jvm jvm, Class<?> main, Setup setup, Settings settings) {
  /** The numbers of a {@link Setup} that it needs. */
  public static final String HEAP = "heapMb";

  /** What the heap begins with; 0: with all of it. */
  public static final String FIRST_HEAP = "firstHeapMb";

  /** Of rows: whether the victim lived to its end. */
  public static final String SURVIVED = "survived";

  /** Of rows: the variant's, as in {@link Setup}. */
  public static final String PARAMETER = "parameter";

  public static final String SEED = "seed";

  /** A heap that is all but full can take very long to die. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  /** The same with this parameter of the variant. */
  Scene with(double parameter) {
    return new Scene(
        jvm, main, new Setup(setup.variant(), parameter, setup.seed(), setup.numbers()), settings);
  }

  /** Everything that decides the outcome beside the code. */
  String key() {
    String options = setup.variant().hasAgent() ? settings.agentOptions() : "";
    return "%s %s %s %s".formatted(main.getSimpleName(), jvm, setup, options).trim();
  }

  Row row() throws VictimFailed, InterruptedException {
    long heap = setup.number(HEAP);
    long first = setup.numbers().getOrDefault(FIRST_HEAP, 0L);
    Victim victim =
        Victim.of(jvm, main)
            .uses(Library.CAFFEINE, Library.GUAVA)
            .usesJarsOf(Histogram.class)
            .flags("-Xms" + (first == 0 ? heap : first) + "m", "-Xmx" + heap + "m")
            .flags("-XX:+ExitOnOutOfMemoryError")
            .limit(LIMIT)
            .arguments(setup.arguments());
    if (setup.variant().hasAgent()) {
      String mode = setup.variant() == Variant.OBSERVE ? ",mode=observe" : "";
      victim.agent(settings.agentJar(), settings.agentOptions("log=info" + mode));
    }
    Victim.Ended ended = victim.run();
    boolean survived = ended.survived();
    Answer answer = ended.lastAnswer();
    return Row.of(setup.variant().label(), jvm)
        .with(SEED, setup.seed())
        .with(PARAMETER, parameter())
        .with(SURVIVED, survived)
        .with(answer);
  }

  private String parameter() {
    return setup.variant().candidates().isEmpty()
        ? "-"
        : String.format(Locale.ROOT, "%.2f", setup.parameter());
  }
}
