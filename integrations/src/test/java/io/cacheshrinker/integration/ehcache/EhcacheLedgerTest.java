package io.cacheshrinker.integration.ehcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.integration.Adapter;
import io.cacheshrinker.integration.Removals;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ehcache's heap tier while four threads of an application work on it. */
@Timeout(60)
class EhcacheLedgerTest {
  private static final int WRITERS = 4;
  private static final int KEYS = 20_000;
  private static final int ENOUGH = 5_000;

  private final Adapter adapter = new Adapter(EhcacheIntegration.EHCACHE);
  private final Removals removals = new Removals();

  /** Every entry that was created was either taken out under a cause, or is still there. */
  @Test
  void ledger_fourWriters_balancesAndFreedIsAsReported() throws Exception {
    HeapTier tier = HeapTier.of(ResourcePoolsBuilder.heap(1_000_000)).tell(removals);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
    List<FutureTask<Object>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int seed = i;
      FutureTask<Object> writer =
          new FutureTask<>(() -> write(tier, new SplittableRandom(seed), end));
      new Thread(writer, "application").start();
      writers.add(writer);
    }
    LongAdder freed = new LongAdder();
    while (System.nanoTime() < end) {
      if (adapter.count(tier.store()) > ENOUGH) {
        freed.add(Math.max(0, adapter.scan(tier.store(), 128)));
      } else {
        Thread.onSpinWait();
      }
    }
    for (FutureTask<Object> writer : writers) {
      writer.get();
    }
    long present = adapter.count(tier.store());
    long evicted = removals.count("EVICTED");
    tier.manager().close();

    System.out.printf(
        "ledger: created=%d removed=%d evicted=%d present=%d freed=%d%n",
        removals.count("CREATED"), removals.count("REMOVED"), evicted, present, freed.sum());
    assertThat(freed.sum()).as("enough was shed to judge").isGreaterThan(1000);
    assertThat((double) evicted).isBetween(freed.sum() * 0.995, freed.sum() * 1.005);
    assertThat((double) (removals.count("REMOVED") + evicted + present))
        .isBetween(removals.count("CREATED") * 0.999, removals.count("CREATED") * 1.001);
  }

  private static Object write(HeapTier tier, SplittableRandom random, long end) {
    while (System.nanoTime() < end) {
      int key = random.nextInt(KEYS);
      int what = random.nextInt(10);
      if (what < 5) {
        tier.cache().put(key, new Object());
      } else if (what < 7) {
        tier.cache().remove(key);
      } else if (what < 9) {
        tier.cache().putIfAbsent(key, new Object());
      } else {
        tier.cache().replace(key, new Object());
      }
      tier.millis().set(System.nanoTime() / 1_000_000);
    }
    return "done";
  }
}
