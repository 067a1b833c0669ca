package io.cacheshrinker.agent.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Capacity is 1000 bytes, a unit of time a nanosecond. */
class LedgerTest {
  private static final long Q = 1000;

  private final Ledger ledger = new Ledger();

  @ParameterizedTest
  @CsvSource({
    // live before, predicted, refilled, live after → returned
    "900, 200, 0, 700, 200",
    "900, 200, 50, 750, 200",
    "900, 200, 0, 800, 100",
    "900, 200, 0, 950, 0",
    "900, 200, 0, 300, 400",
  })
  void settle_onePass_saysWhatCameBack(
      long before, long predicted, long refilled, long after, long returned) {
    ledger.passEnded(predicted, before, 10);
    Receipt receipt = ledger.settle(after, refilled, Q, 20);
    assertThat(receipt).isEqualTo(new Receipt(predicted, returned));
  }

  @Test
  void settle_severalPasses_areOneLineSinceTheFirst() {
    ledger.passEnded(100, 900, 10);
    ledger.passEnded(150, 850, 12);
    assertThat(ledger.settle(650, 0, Q, 20)).isEqualTo(new Receipt(250, 250));
  }

  @Test
  void settle_noPass_saysNothing() {
    assertThat(ledger.settle(500, 0, Q, 20)).isNull();
  }

  @Test
  void settle_twice_isOneReceipt() {
    ledger.passEnded(100, 900, 10);
    assertThat(ledger.settle(800, 0, Q, 20)).isNotNull();
    assertThat(ledger.settle(800, 0, Q, 30)).isNull();
  }

  @Test
  void settle_lineBelowTheNoise_saysNothing() {
    ledger.passEnded(19, 900, 10);
    assertThat(ledger.settle(881, 0, Q, 20)).isNull();
  }

  @Test
  void settle_whileOthersWereSeenToGrow_saysNothing() {
    ledger.sample(500, 300, 0);
    ledger.sample(600, 300, 10);
    ledger.sample(700, 300, 20);
    ledger.passEnded(100, 700, 20);
    assertThat(ledger.settle(700, 0, Q, 30)).as("7.5 bytes a nanosecond").isNull();
  }

  @Test
  void settle_whileOthersStoodStill_isBelieved() {
    ledger.sample(700, 500, 0);
    ledger.sample(700, 500, 10);
    ledger.passEnded(100, 700, 20);
    assertThat(ledger.settle(700, 0, Q, 30)).isEqualTo(new Receipt(100, 0));
  }

  @Test
  void sample_cachesThatGrow_areNotOthers() {
    ledger.sample(500, 300, 0);
    ledger.sample(700, 500, 10);
    ledger.passEnded(100, 700, 20);
    assertThat(ledger.settle(600, 0, Q, 30)).isEqualTo(new Receipt(100, 100));
  }

  @Test
  void sample_whileALineIsOpen_teachesNothing() {
    ledger.sample(500, 300, 0);
    ledger.passEnded(100, 500, 10);
    ledger.sample(900, 300, 20);
    assertThat(ledger.settle(400, 0, Q, 30)).isEqualTo(new Receipt(100, 100));
  }
}
