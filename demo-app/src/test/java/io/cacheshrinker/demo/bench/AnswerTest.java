package io.cacheshrinker.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {
  @Test
  void lineAmongOthers_isRead_withTypes() {
    Answer answer =
        Answer.in("WARNING: noise\nanswer: a=17 b=-2.5 c=1.0E-4 d=true e=G1\nmore noise\n");
    assertThat(answer.values())
        .containsEntry("a", 17L)
        .containsEntry("b", -2.5)
        .containsEntry("c", 1.0E-4)
        .containsEntry("d", true)
        .containsEntry("e", "G1")
        .hasSize(5);
  }

  @Test
  void victimThatSpokeOften_isHeardToItsLastWholeLine() {
    Answer answer = Answer.in("answer: a=1 b=1\nanswer: a=25\nanswer: a=3");
    assertThat(answer.values()).containsEntry("a", 25L).containsEntry("b", 1L).hasSize(2);
  }

  @Test
  void series_isRead() {
    assertThat(Answer.in("answer: a=[1.5,2.0] b=[]\n").values())
        .containsEntry("a", List.of(1.5, 2.0))
        .containsEntry("b", List.of());
  }

  @Test
  void outputWithoutAnswer_isEmpty() {
    assertThat(Answer.in("the answer: is elsewhere\n").isEmpty()).isTrue();
  }

  @Test
  void missingNumber_isRefused_withWhatThereIs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Answer.in("answer: a=1\n").number("b"))
        .withMessageContaining("b")
        .withMessageContaining("a=1");
  }
}
