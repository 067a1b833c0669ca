package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.registry.Callbacks;
import io.cacheshrinker.agent.registry.Newborn;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import java.util.concurrent.atomic.AtomicInteger;

/** A cache that is only a number of entries, and misbehaves on demand. */
class FakeCache implements Callbacks {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  final RegisteredShrinker shrinker;
  volatile long entries;
  long scanCalls;
  long largestAsk;
  Fault fault = Fault.NONE;

  /** What goes wrong in each scan. */
  enum Fault {
    NONE,
    STOPS,
    THROWS,
    RUNS_OUT_OF_MEMORY,
    SCANS_NOTHING,
    COUNTS_NEGATIVE,
    COUNT_THROWS,
    SCANNED_NEGATIVE,
    FREED_MORE_THAN_ASKED,
    LIES_ABOUT_FREED,
    CLOSES_ITSELF,
    EXCLUDES_ITSELF,
    REGISTERS_ANOTHER
  }

  private final Registry registry;

  FakeCache(Registry registry, long entries, double bytesPerEntry, double loadMicros, long floor) {
    this(registry, entries, bytesPerEntry, loadMicros, floor, Scope.ALL_GROUPS);
  }

  FakeCache(
      Registry registry,
      long entries,
      double bytesPerEntry,
      double loadMicros,
      long floor,
      String group) {
    this(registry, entries, bytesPerEntry, loadMicros, floor, group, true);
  }

  FakeCache(
      Registry registry,
      long entries,
      double bytesPerEntry,
      double loadMicros,
      long floor,
      String group,
      boolean lookedInto) {
    this.registry = registry;
    this.entries = entries;
    shrinker =
        registry.alloc(
            new Newborn(
                this,
                "fake/" + NUMBER.incrementAndGet(),
                group,
                "fake",
                "FakeCache.new",
                "A",
                "bounded",
                true,
                2,
                false,
                floor,
                cache -> (FakeCache) cache));
    shrinker.bytesPerEntry(bytesPerEntry);
    shrinker.loadMicros(loadMicros);
    if (lookedInto) {
      shrinker.lookedInto();
    }
    registry.register(shrinker);
  }

  @Override
  public long count(Object cache) {
    if (fault == Fault.COUNT_THROWS) {
      throw new StackOverflowError("thrown by a test");
    }
    return fault == Fault.COUNTS_NEGATIVE ? -entries : entries;
  }

  @Override
  public long scan(Object cache, long asked, long[] scanned) {
    scanCalls++;
    largestAsk = Math.max(largestAsk, asked);
    switch (fault) {
      case STOPS -> {
        return -1;
      }
      case THROWS -> throw new IllegalStateException("a library's own failure");
      case RUNS_OUT_OF_MEMORY -> throw new OutOfMemoryError("thrown by a test");
      case SCANS_NOTHING -> {
        scanned[0] = 0;
        return 0;
      }
      case SCANNED_NEGATIVE -> {
        scanned[0] = -asked;
        return asked;
      }
      case FREED_MORE_THAN_ASKED -> {
        return Long.MAX_VALUE;
      }
      case LIES_ABOUT_FREED -> {
        return asked;
      }
      case CLOSES_ITSELF -> registry.close(shrinker);
      case EXCLUDES_ITSELF -> {
        registry.exclude(shrinker);
        registry.resume(shrinker);
      }
      case REGISTERS_ANOTHER -> new FakeCache(registry, 10, 10, 0, 0);
      default -> {}
    }
    long freed = Math.min(asked, entries);
    entries -= freed;
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
