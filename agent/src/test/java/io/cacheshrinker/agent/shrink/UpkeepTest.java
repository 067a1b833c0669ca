package io.cacheshrinker.agent.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.agent.size.Walker;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpkeepTest {
  private static final double FAR_BYTES = 1e15;

  private final Registry registry = new Registry();
  private final Upkeep upkeep =
      new Upkeep(registry, new Walker(ByteBuddyAgent.install()), new Calls());

  /** Counts what is asked of it; its counters fail on demand. */
  private static final class Looked extends FakeCache {
    private final boolean countersFail;
    int samples;
    long loads = 10;
    long loadNanos = 50_000;
    int primes;

    Looked(Registry registry, long entries, boolean countersFail) {
      super(registry, entries, 1000, 0, 0);
      this.countersFail = countersFail;
    }

    @Override
    public void prime(Object cache) {
      primes++;
    }

    @Override
    public int sample(Object cache, Object[] triples) {
      samples++;
      return 0;
    }

    @Override
    public boolean statistics(Object cache, long[] counters) {
      if (countersFail) {
        throw new IllegalStateException("an application's own counter");
      }
      counters[2] = loads;
      counters[3] = loadNanos;
      return true;
    }
  }

  @AfterEach
  void noPinIsLeft() {
    assertThat(registry.shrinkers()).allSatisfy(each -> assertThat(each.pins()).isZero());
  }

  @Test
  void cache_whoseCountersFail_isWeighedOnceAndPrimed() {
    Looked cache = new Looked(registry, 1000, true);

    upkeep.look(true, FAR_BYTES, true);
    upkeep.look(true, FAR_BYTES, true);

    assertThat(cache.samples).isEqualTo(1);
    assertThat(cache.primes).isEqualTo(1);
    assertThat(cache.shrinker.loadMicros()).isZero();
  }

  @Test
  void cache_whoseCountersFail_countsAmongTheBytesThatComeNearTheMark() {
    Looked cache = new Looked(registry, 1000, true);

    upkeep.look(false, 1000, true);
    upkeep.look(false, 1000, true);

    assertThat(cache.primes).isEqualTo(1);
  }

  @Test
  void cache_thatCountsItsLoads_hasTheirMeanCost() {
    Looked cache = new Looked(registry, 1000, false);

    upkeep.look(false, FAR_BYTES, true);

    assertThat(cache.shrinker.loadMicros()).isEqualTo(5);
  }

  @Test
  void cache_thatHasDoubled_isWeighedAndPrimedAgain() {
    Looked cache = new Looked(registry, 1000, false);

    upkeep.look(true, FAR_BYTES, true);
    cache.entries = 1999;
    upkeep.look(true, FAR_BYTES, true);
    assertThat(cache.samples).isEqualTo(1);
    cache.entries = 2000;
    upkeep.look(true, FAR_BYTES, true);

    assertThat(cache.samples).isEqualTo(2);
    assertThat(cache.primes).isEqualTo(2);
  }
}
