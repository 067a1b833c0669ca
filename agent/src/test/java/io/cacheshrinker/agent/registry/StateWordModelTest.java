package io.cacheshrinker.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** Every sequence of steps up to a length, against a model that says what each must answer. */
class StateWordModelTest {
  private static final int STEPS = 7;

  private enum Step {
    PUBLISH,
    PIN,
    UNPIN,
    EXCLUDE,
    RESUME,
    DETACH,
    HAND_OVER
  }

  /** What a word stands for. */
  private record Model(
      boolean published, boolean detached, boolean handedOver, int exclusions, int pins) {
    boolean enters() {
      return published && !detached && exclusions == 0;
    }

    Model after(Step step) {
      return switch (step) {
        case PUBLISH -> new Model(true, detached, handedOver, exclusions, pins);
        case PIN ->
            enters() ? new Model(published, detached, handedOver, exclusions, pins + 1) : this;
        case UNPIN -> new Model(published, detached, handedOver, exclusions, pins - 1);
        case EXCLUDE -> new Model(published, detached, handedOver, exclusions + 1, pins);
        case RESUME ->
            new Model(published, detached, handedOver, Math.max(0, exclusions - 1), pins);
        case DETACH -> new Model(published, true, handedOver, exclusions, pins);
        case HAND_OVER -> new Model(published, true, true, exclusions, pins);
      };
    }

    /** What the step answers; publish, exclude and detach answer nothing. */
    boolean answer(Step step) {
      return switch (step) {
        case PIN -> enters();
        case UNPIN -> pins == 1 && detached && handedOver;
        case RESUME -> exclusions > 0;
        case HAND_OVER -> pins == 0;
        default -> true;
      };
    }
  }

  private final Deque<Step> path = new ArrayDeque<>();
  private int sequences;

  @Test
  void word_everySequenceOfSteps_answersAsTheModel() {
    explore(new Model(false, false, false, 0, 0));
    assertThat(sequences).isGreaterThan(100_000);
  }

  private void explore(Model model) {
    if (path.size() == STEPS) {
      sequences++;
      replay();
      return;
    }
    for (Step step : Step.values()) {
      if (step != Step.UNPIN || model.pins() > 0) {
        path.addLast(step);
        explore(model.after(step));
        path.removeLast();
      }
    }
  }

  private void replay() {
    StateWord word = new StateWord();
    Model model = new Model(false, false, false, 0, 0);
    for (Step step : path) {
      boolean answer = take(word, step);
      if (answer != model.answer(step)) {
        throw new AssertionError(path + ": " + step + " in " + model + " answered " + answer);
      }
      model = model.after(step);
      if (!agree(word, model)) {
        throw new AssertionError(path + ": after " + step + " not " + model);
      }
    }
  }

  private static boolean take(StateWord word, Step step) {
    switch (step) {
      case PUBLISH -> word.publish();
      case PIN -> {
        return word.pin();
      }
      case UNPIN -> {
        return word.unpin();
      }
      case EXCLUDE -> word.exclude();
      case RESUME -> {
        try {
          word.resume();
        } catch (IllegalStateException none) {
          return false;
        }
      }
      case DETACH -> word.detach();
      case HAND_OVER -> {
        return word.handOver();
      }
    }
    return true;
  }

  private static boolean agree(StateWord word, Model model) {
    return word.isLive() == (model.published() && !model.detached())
        && word.isDetached() == model.detached()
        && word.isExcluded() == model.exclusions() > 0
        && word.pins() == model.pins()
        && word.awaitDrained(0) == (model.pins() == 0);
  }
}
