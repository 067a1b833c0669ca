package io.cacheshrinker.agent.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.options.Mode;
import io.cacheshrinker.agent.registry.Callbacks;
import io.cacheshrinker.agent.registry.Newborn;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes make of the classes of the eviction contract. */
class EvictionClassesTest {
  private static final int GENTLEST = 12;

  private final Registry registry = new Registry();
  private final Pass pass = new Pass(registry);

  EvictionClassesTest() {
    pass.ensureCapacity(100);
  }

  /**
   * Some of its entries have expired; a scan drops those, then sheds live ones if its class may.
   */
  private final class Classed implements Callbacks {
    final RegisteredShrinker shrinker;
    final boolean givesLive;
    long live = 10_000;
    long expired = 500;

    Classed(String letter, boolean eligible, boolean swept) {
      givesLive = !swept;
      shrinker =
          registry.alloc(
              new Newborn(
                  this,
                  "fake/" + letter,
                  Scope.ALL_GROUPS,
                  "fake",
                  "Classed.new",
                  letter,
                  "as it is",
                  eligible,
                  2,
                  false,
                  100,
                  cache -> (Classed) cache,
                  RegisteredShrinker.DEFAULT_BATCH,
                  false,
                  null,
                  swept));
      shrinker.bytesPerEntry(1000);
      shrinker.lookedInto();
      registry.register(shrinker);
    }

    @Override
    public long count(Object cache) {
      return live + expired;
    }

    @Override
    public long scan(Object cache, long asked, long[] scanned) {
      expired = 0;
      if (!givesLive) {
        return -1;
      }
      long freed = Math.min(asked, live);
      live -= freed;
      return freed;
    }

    @Override
    public void prime(Object cache) {}

    @Override
    public int sample(Object cache, Object[] triples) {
      return 0;
    }

    @Override
    public boolean statistics(Object cache, long[] counters) {
      return false;
    }
  }

  @AfterEach
  void noPinIsLeft() {
    assertThat(registry.shrinkers()).extracting(RegisteredShrinker::pins).containsOnly(0);
  }

  @ParameterizedTest
  @CsvSource({"12, false", "7, false", "6, true", "0, true"})
  void graded_underSomePressure_takesClassBFromMediumOn(int pressure, boolean takes) {
    Classed loading = new Classed("B", true, false);

    pass.graded(1_000_000, GENTLEST, pressure, 0);

    assertThat(loading.live < 10_000).isEqualTo(takes);
    assertThat(loading.shrinker.freed() > 0).isEqualTo(takes);
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 0})
  void graded_underAnyPressure_takesClassA(int pressure) {
    Classed bounded = new Classed("A", true, false);

    pass.graded(1_000_000, GENTLEST, pressure, 0);

    assertThat(bounded.live).isLessThan(10_000);
  }

  @Test
  void lastDitchAndPassesByHand_takeClassB() {
    Classed loading = new Classed("B", true, false);

    assertThat(pass.single(Scope.ALL_GROUPS, 7, 0)).isZero();
    assertThat(pass.evictableBytes(0)).isEqualTo(10_400_000);
    assertThat(pass.single(Scope.ALL_GROUPS, 6, 0)).isPositive();
    assertThat(pass.greedy(1_000_000, 0)).isPositive();
    pass.dropAll(0);
    assertThat(loading.live).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({"A', false", "C, true"})
  void passes_overClassesThatGiveExpiredOnly_bookNothing(String letter, boolean eligible) {
    Classed swept = new Classed(letter, eligible, true);

    assertThat(pass.evictableBytes(0)).isZero();
    assertThat(pass.graded(1_000_000, GENTLEST, GENTLEST, 0)).isZero();
    assertThat(swept.expired).isZero();
    swept.expired = 500;
    pass.dropAll(0);
    assertThat(swept.expired).isZero();
    swept.expired = 500;
    pass.greedy(1_000_000, 0);
    assertThat(swept.expired).isZero();
    assertThat(swept.live).isEqualTo(10_000);
    assertThat(swept.shrinker.freed()).isZero();
    assertThat(swept.shrinker.scanned()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "D", "X"})
  void passes_overClassesThatGiveNothing_callNoScan(String letter) {
    Classed other = new Classed(letter, false, false);

    pass.graded(1_000_000, GENTLEST, 0, 0);
    pass.greedy(1_000_000, 0);
    pass.dropAll(0);

    assertThat(other.live).isEqualTo(10_000);
    assertThat(other.expired).isEqualTo(500);
  }

  @Test
  void sweep_switchedOffDemotedOrObserved_dropsNothing() {
    Classed off = new Classed("A'", false, true);
    off.shrinker.enabled(false);
    Classed demoted = new Classed("C", true, true);
    demoted.shrinker.demote("its values are state");
    pass.dropAll(0);
    assertThat(off.expired).isEqualTo(500);
    assertThat(demoted.expired).isEqualTo(500);
    assertThat(demoted.shrinker.reason()).isEqualTo("its values are state");

    off.shrinker.enabled(true);
    Calls dry = new Calls();
    dry.dry(true);
    Pass observing = new Pass(registry, dry, Chronicle.NONE);
    observing.ensureCapacity(10);
    observing.graded(1_000_000, GENTLEST, 0, 0);
    new Pass(registry, new Calls(() -> Mode.OFF), Chronicle.NONE).dropAll(0);
    assertThat(off.expired).isEqualTo(500);
  }

  @Test
  void scan_ofACacheThatIsSwitchedOffByTheUser_goesByThatAlone() {
    Classed bounded = new Classed("A", true, false);
    bounded.shrinker.enabled(false);
    pass.greedy(1_000_000, 0);
    assertThat(bounded.live).isEqualTo(10_000);
    assertThat(bounded.shrinker.eligible()).isTrue();

    bounded.shrinker.enabled(true);
    bounded.shrinker.demote("its values are state");
    bounded.shrinker.enabled(true);
    pass.greedy(1_000_000, 0);
    assertThat(bounded.live).as("switched on is not admitted").isEqualTo(10_000);
  }
}
