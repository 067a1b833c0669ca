package io.cacheshrinker.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Time is in nanoseconds, an entry comes or goes in each at most. */
class DryRunTest {
  private static final long STEP = 100;

  private final DryRun dryRun = new DryRun();
  private long now = 1;

  @Test
  void shed_moreThanIsThere_takesWhatIsThere() {
    assertThat(dryRun.shed(60, 100)).isEqualTo(60);
    assertThat(dryRun.shed(60, 100)).isEqualTo(40);
    assertThat(dryRun.shed(60, 100)).isZero();
    assertThat(dryRun.present(100)).isZero();
    assertThat(dryRun.shed()).isEqualTo(100);
  }

  @Test
  void look_cacheThatNeverGrew_loadsNothingAgain() {
    stands(1000);
    dryRun.shed(400, 1000);
    for (int i = 0; i < 100; i++) {
      stands(1000);
    }
    assertThat(dryRun.gone()).isEqualTo(400);
  }

  @Test
  void look_afterShedding_loadsAgainAsFastAsItGrewAtThatSize() {
    grows(0, 512, 64);
    grows(512, 1024, 4);
    dryRun.shed(256, 1024);
    stands(1024);
    assertThat(dryRun.gone()).isBetween(252L, 253L);
    for (int i = 0; i < 64; i++) {
      stands(1024);
    }
    assertThat(dryRun.gone()).isZero();
  }

  @Test
  void look_shedFarDown_loadsAgainAsFastAsTheSmallCacheDid() {
    grows(0, 512, 64);
    grows(512, 1024, 4);
    dryRun.shed(1000, 1024);
    stands(1024);
    assertThat(dryRun.gone()).isBetween(1000L - 64, 1000L - 63);
  }

  @Test
  void look_growthSlowerThanAnEntryByLook_addsUp() {
    grows(0, 64, 64);
    now += 9 * STEP;
    stands(65);
    dryRun.shed(1, 65);
    for (int i = 0; i < 9; i++) {
      stands(65);
    }
    assertThat(dryRun.gone()).isEqualTo(1);
    stands(65);
    assertThat(dryRun.gone()).isZero();
  }

  @Test
  void look_cacheThatLostMoreItself_neverHoldsLessThanNothing() {
    stands(1000);
    dryRun.shed(800, 1000);
    stands(300);
    assertThat(dryRun.gone()).isEqualTo(300);
    assertThat(dryRun.present(300)).isZero();
    stands(0);
    assertThat(dryRun.gone()).isZero();
  }

  @Test
  void forget_whatWouldBeGone_isThereAgainAndTheSumStays() {
    dryRun.shed(10, 100);
    dryRun.forget();
    assertThat(dryRun.present(100)).isEqualTo(100);
    assertThat(dryRun.shed()).isEqualTo(10);
  }

  private void grows(long from, long to, long byStep) {
    for (long entries = from; entries <= to; entries += byStep) {
      stands(entries);
    }
  }

  private void stands(long entries) {
    now += STEP;
    dryRun.look(entries, now);
  }
}
