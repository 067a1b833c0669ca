package io.cacheshrinker.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Starts real JVMs, of the JDK that runs this test. */
class VictimTest {
  private static final Jvm JVM =
      new Jvm(
          Collector.SERIAL,
          new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home"))));

  @Test
  void victimThatAnswers_isHeard_andTimed() throws Exception {
    Victim.Ended ended = victim("answer").flags("-Dvictim.flag=seen").run();
    assertThat(ended.exit()).isZero();
    assertThat(ended.wallMillis()).isPositive();
    assertThat(ended.answer().values())
        .containsEntry("flag", "seen")
        .containsEntry("collector", "MarkSweepCompact");
  }

  @Test
  void victimWithALibrary_findsIt() throws Exception {
    assertThat(victim("caffeine").uses(Library.CAFFEINE).run().answer().number("size")).isOne();
  }

  @Test
  void victimThatDies_fails_withItsLastWords() throws Exception {
    Victim.Ended ended = victim("die").run();
    assertThatThrownBy(ended::answer)
        .isInstanceOf(VictimFailed.class)
        .hasMessageContaining("exit 1")
        .hasMessageContaining("last words")
        .hasMessageNotContaining("\tat ");
  }

  @Test
  void victimThatIsSilent_fails() throws Exception {
    Victim.Ended ended = victim("silent").run();
    assertThatThrownBy(ended::answer).isInstanceOf(VictimFailed.class);
  }

  @Test
  void victimThatHangs_isKilledAtItsLimit() {
    assertThatThrownBy(() -> victim("hang").limit(Duration.ofSeconds(2)).run())
        .isInstanceOf(VictimFailed.class)
        .hasMessageContaining("did not end within 2 s");
  }

  private static Victim victim(String what) {
    return Victim.of(JVM, Program.class).arguments(what);
  }

  /** What is started. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws InterruptedException {
      switch (arguments[0]) {
        case "answer" ->
            new Answer()
                .with("flag", System.getProperty("victim.flag"))
                .with("collector", collector())
                .print();
        case "caffeine" -> new Answer().with("size", CaffeineProgram.size()).print();
        case "die" -> throw new IllegalStateException("last words");
        case "hang" -> new CountDownLatch(1).await();
        default -> System.out.println("nothing to say");
      }
    }

    private static String collector() {
      return ManagementFactory.getGarbageCollectorMXBeans().get(1).getName().replace(' ', '-');
    }
  }

  private static final class CaffeineProgram {
    static long size() {
      Cache<Integer, Integer> cache = Caffeine.newBuilder().build();
      cache.put(1, 1);
      return cache.estimatedSize();
    }
  }
}
