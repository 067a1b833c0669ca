package io.cacheshrinker.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What shedding costs in hit rate, on a recorded trace. */
public abstract class HitRateContract extends ConcurrencyContract {
  private static final int TARGET = 3000;
  private static final int TOP = 4000;

  /** Keeps a cache in the sizes of the test; may prime it on the way. */
  protected final class FromTopToTarget implements Trace.Shedding {
    private final boolean priming;
    private long primedAt;

    FromTopToTarget(boolean priming) {
      this.priming = priming;
    }

    @Override
    public void after(long request, Subject subject) {
      long count = adapter.count(subject.map());
      if (priming && count >= TARGET / 2 && count >= 2 * primedAt) {
        adapter.prime(subject.map());
        primedAt = count;
      }
      if (count > TOP) {
        shedTo(TARGET, subject);
      }
    }
  }

  protected HitRateContract(Integration integration) {
    super(integration);
  }

  /** Sheds in batches of at most 128 until {@code target} entries are left. */
  protected final void shedTo(long target, Subject subject) {
    long excess = adapter.count(subject.map()) - target;
    while (excess > 0) {
      assertThat(adapter.scan(subject.map(), Math.min(128, excess))).isPositive();
      excess = adapter.count(subject.map()) - target;
    }
  }

  protected final Trace.Result replay(long maximum, Trace.Shedding shedding) throws IOException {
    Subject subject = subject(Settings.maximum(maximum));
    return Trace.of("weblog-424").replay(subject, adapter, shedding);
  }

  @Test
  void scan_primedCacheFromTopToTarget_isAsGoodAsTheFixedSize() throws IOException {
    Trace.Result primed = replay(1_000_000, new FromTopToTarget(true));
    Trace.Result fixed = replay((long) primed.meanSize(), Trace.NONE);
    Trace.Result unprimed = replay(1_000_000, new FromTopToTarget(false));

    System.out.printf(
        "hit rate: weblog-424 %d-%d fixed=%.4f unprimed=%.4f primed=%.4f%n",
        TARGET, TOP, fixed.hitRate(), unprimed.hitRate(), primed.hitRate());
    assertThat(primed.hitRate()).isGreaterThanOrEqualTo(fixed.hitRate() - 0.02);
    assertThat(primed.hitRate()).isGreaterThanOrEqualTo(unprimed.hitRate());
  }

  @Test
  void scan_fullCacheByAFifthNowAndThen_costsLittle() throws IOException {
    Trace.Result alone = replay(3000, Trace.NONE);
    Trace.Result shed =
        replay(
            3000,
            (request, subject) -> {
              if (request % 10_000 == 9_999) {
                shedTo(adapter.count(subject.map()) * 4 / 5, subject);
              }
            });

    System.out.printf(
        "hit rate: weblog-424 maximum 3000 alone=%.4f shed=%.4f%n",
        alone.hitRate(), shed.hitRate());
    assertThat(shed.hitRate()).isGreaterThanOrEqualTo(alone.hitRate() - 0.02);
  }
}
