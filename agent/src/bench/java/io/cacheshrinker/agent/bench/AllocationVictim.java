package io.cacheshrinker.agent.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import io.cacheshrinker.agent.instrument.RealCallbacks;
import io.cacheshrinker.agent.registry.Callbacks;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.agent.shrink.ProductionPass;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentMap;

/**
 * What the production pass allocates over real caches with production adapters: all together, and
 * of that what was allocated in the callbacks, where the library sheds. The rest is ours.
 *
 * <p>Arguments: caches of each library, {@code planted} to allocate one small object at each visit,
 * which the same counting has to see.
 */
final class AllocationVictim {
  private static final int ENTRIES = 2_000;
  private static final int WARM_UP_PASSES = 300;
  private static final int PASSES = 100;

  /** So gentle that a cache only counts and owes in most passes, and sheds in some. */
  private static final int PRIORITY = 5;

  private final OurPool pool = new OurPool();
  private final List<ConcurrentMap<Integer, Object>> caches = new ArrayList<>();
  private final boolean planted;
  private final Metered metered = new Metered();
  private int nextKey;
  private Object plant = "";

  private AllocationVictim(boolean planted) {
    this.planted = planted;
  }

  public static void main(String[] arguments) {
    new AllocationVictim(arguments.length > 1).run(Integer.parseInt(arguments[0]));
  }

  private void run(int each) {
    for (int i = 0; i < each; i++) {
      register(Caffeine.newBuilder().maximumSize(1 << 20).<Integer, Object>build().asMap());
      register(CacheBuilder.newBuilder().maximumSize(1 << 20).<Integer, Object>build().asMap());
    }
    Registry registry = pool.registry();
    registry.shrinkers().forEach(shrinker -> shrinker.bytesPerEntry(1_000));
    ProductionPass pass = new ProductionPass(registry, 2 * each);
    passes(pass, WARM_UP_PASSES);
    fill();
    long scannedBefore = metered.freed;
    metered.bytes = 0;
    metered.countBytes = 0;
    long all = passes(pass, PASSES);
    new Answer()
        .with("caches", caches.size())
        .with("passes", PASSES)
        .with("freed", metered.freed - scannedBefore)
        .with("bytesInCallbacks", metered.bytes)
        .with("bytesInCounts", metered.countBytes)
        .with("ourBytes", all - metered.bytes)
        .with("ourBytesPerPass", (double) (all - metered.bytes) / PASSES)
        .print();
    if (plant == null) {
      throw new AssertionError("nothing was planted");
    }
  }

  /** What is born in both libraries is the map; the rest is a front for it. */
  private void register(ConcurrentMap<Integer, Object> cache) {
    RealCallbacks.link(cache);
    caches.add(cache);
    pool.open(cache, "", this::callbacks);
  }

  /** Found anew for each visit, outside of the callbacks: here something can be planted. */
  private Callbacks callbacks(Object cache) {
    if (planted) {
      plant = new Object[1];
    }
    metered.to = RealCallbacks.known(cache);
    return metered;
  }

  /** The bytes that this thread allocated in the passes themselves. */
  private long passes(ProductionPass pass, int many) {
    long bytes = 0;
    for (int i = 0; i < many; i++) {
      if (i % 25 == 0) {
        fill();
      }
      long before = Allocations.bytes();
      pass.single("", PRIORITY);
      bytes += Allocations.bytes() - before;
    }
    return bytes;
  }

  private void fill() {
    for (ConcurrentMap<Integer, Object> cache : caches) {
      for (int size = cache.size(); size < ENTRIES; size++) {
        nextKey++;
        cache.put(nextKey, this);
      }
    }
  }

  /** Counts what is allocated inside; passes are on one thread here. */
  private static final class Metered implements Callbacks {
    Callbacks to;
    long bytes;
    long countBytes;
    long freed;

    @Override
    public long count(Object cache) {
      long before = Allocations.bytes();
      long count = to.count(cache);
      long inside = Allocations.bytes() - before;
      bytes += inside;
      countBytes += inside;
      return count;
    }

    @Override
    public long scan(Object cache, long asked, long[] scanned) {
      long before = Allocations.bytes();
      long went = to.scan(cache, asked, scanned);
      bytes += Allocations.bytes() - before;
      freed += Math.max(0, went);
      return went;
    }

    @Override
    public void prime(Object cache) {
      to.prime(cache);
    }

    @Override
    public int sample(Object cache, Object[] triples) {
      return to.sample(cache, triples);
    }

    @Override
    public boolean statistics(Object cache, long[] counters) {
      return to.statistics(cache, counters);
    }
  }
}
