package io.cacheshrinker.agent.pressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrectionTest {
  @Test
  void factor_predictionRight_isOne() {
    assertThat(Correction.factor(new Receipt(100, 100), 100, 100 * 100)).isEqualTo(1);
  }

  @Test
  void factor_wildlyWrong_staysWithinAHalfAndDouble() {
    assertThat(Correction.factor(new Receipt(100, 0), 100, 1)).isEqualTo(0.5);
    assertThat(Correction.factor(new Receipt(100, 200), 100, 1)).isEqualTo(2);
  }

  @Test
  void factor_cacheThatShedNothing_isOne() {
    assertThat(Correction.factor(new Receipt(100, 20), 0, 100 * 100)).isEqualTo(1);
  }

  @Test
  void factors_overManyReceipts_findEachCachesTruth() {
    double[] truth = {500, 2000, 80};
    double[] estimate = {1000, 1000, 100};
    Random random = new Random(7);
    for (int pass = 0; pass < 2000; pass++) {
      double predicted = 0;
      double returned = 0;
      double squares = 0;
      double[] shed = new double[truth.length];
      for (int i = 0; i < truth.length; i++) {
        int entries = random.nextInt(1000);
        shed[i] = entries * estimate[i];
        predicted += shed[i];
        returned += entries * truth[i];
        squares += shed[i] * shed[i];
      }
      Receipt receipt = new Receipt((long) predicted, (long) returned);
      for (int i = 0; i < truth.length; i++) {
        estimate[i] *= Correction.factor(receipt, shed[i], squares);
      }
    }
    for (int i = 0; i < truth.length; i++) {
      assertThat(estimate[i]).isCloseTo(truth[i], within(0.15 * truth[i]));
    }
  }
}
