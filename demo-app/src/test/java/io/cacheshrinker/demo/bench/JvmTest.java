package io.cacheshrinker.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cacheshrinker.demo.bench.Jvm.Choice;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JvmTest {
  private static final List<Choice> CHOICES =
      List.of(
          Choice.of(Collector.SERIAL, 17),
          Choice.of(Collector.G1, 17),
          Choice.of(Collector.G1, 25));

  @Test
  void nothingAsked_takesTheChoices() {
    assertThat(Jvm.wanted(CHOICES, List.of(), List.of())).isEqualTo(CHOICES);
  }

  @Test
  void collectorAsked_keepsItsOwnJdks() {
    assertThat(Jvm.wanted(CHOICES, List.of(Collector.G1), List.of()))
        .containsExactly(Choice.of(Collector.G1, 17), Choice.of(Collector.G1, 25));
  }

  @Test
  void collectorOutsideTheChoices_runsOnAllJdksThatHaveIt() {
    assertThat(Jvm.wanted(CHOICES, List.of(Collector.SHENANDOAH, Collector.GENSHEN), List.of()))
        .containsExactly(
            Choice.of(Collector.SHENANDOAH, 17),
            Choice.of(Collector.SHENANDOAH, 25),
            Choice.of(Collector.GENSHEN, 25));
  }

  @Test
  void jdkAsked_runsAllCollectorsOfTheChoicesOnce() {
    assertThat(Jvm.wanted(CHOICES, List.of(), List.of(25)))
        .containsExactly(Choice.of(Collector.SERIAL, 25), Choice.of(Collector.G1, 25));
  }

  @Test
  void bothAsked_meetEachOther() {
    assertThat(Jvm.wanted(CHOICES, List.of(Collector.ZGC), List.of(17, 25)))
        .containsExactly(Choice.of(Collector.ZGC, 17), Choice.of(Collector.ZGC, 25));
  }

  @Test
  void collectorThatAJdkDoesNotHave_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Jvm(Collector.GENSHEN, new Jdk(17, Path.of("/jdk"))))
        .withMessage("JDK 17 has no GenShen; it needs JDK 25 or newer");
  }

  @Test
  void jdkThatIsNotThere_isRefused_withTheVariableToSet() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Jdk.find(3))
        .withMessageContaining("JAVA3_HOME");
  }
}
