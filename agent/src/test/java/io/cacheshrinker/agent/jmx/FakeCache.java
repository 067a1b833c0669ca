package io.cacheshrinker.agent.jmx;

import io.cacheshrinker.agent.registry.Callbacks;
import io.cacheshrinker.agent.registry.Newborn;
import java.util.concurrent.atomic.AtomicLong;

/** A cache that is a number of entries. */
public final class FakeCache {
  private static final Callbacks CALLBACKS =
      new Callbacks() {
        @Override
        public long count(Object cache) {
          return ((FakeCache) cache).entries.get();
        }

        @Override
        public long scan(Object cache, long asked, long[] scanned) {
          AtomicLong entries = ((FakeCache) cache).entries;
          long before = entries.getAndUpdate(held -> Math.max(0, held - asked));
          return Math.min(before, asked);
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
      };

  private final AtomicLong entries;

  /** Holds so many entries. */
  public FakeCache(long entries) {
    this.entries = new AtomicLong(entries);
  }

  /** Is born. */
  public Newborn named(String name, String group, boolean eligible) {
    return new Newborn(
        this,
        name,
        group,
        "fake",
        "com.acme.Shop.pages",
        eligible ? "A" : "X",
        eligible ? "maximumSize 10000" : "a lock per key: \"limiter\"",
        eligible,
        2,
        false,
        100,
        cache -> CALLBACKS);
  }
}
