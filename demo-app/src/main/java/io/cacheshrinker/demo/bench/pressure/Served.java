package io.cacheshrinker.demo.bench.pressure;

import io.cacheshrinker.demo.bench.Library;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * One cache in service, and what it has cost.
 *
 * <p>Loads are counted here and not by the library, so that all variants are counted alike; since
 * every load puts one entry in, what is no longer there was evicted, by whomever.
 */
final class Served {
  /** Room in a cache beyond the keys there are; Guava bounds each of its segments. */
  private static final double OVER_SIZE = 1.25;

  private static final double FLOOR_ENTRIES = 100;
  private static final double LEFT_ALONE = 2.5;

  private final CacheKind kind;
  private final int keys;
  private final Backend backend;
  private final ServiceCache cache;
  private final LongAdder loads = new LongAdder();

  /**
   * What the cache would hold if nothing had been shed since the set was made. Replaced by the
   * thread that steers the run; loaders that still have the old one miss a key at most.
   */
  private volatile KeySet unshed;

  /**
   * @param maximum in entries, if the variant is the one with fixed maxima
   */
  Served(CacheKind kind, int keys, Variant variant, long maximum, Backend backend) {
    this.kind = kind;
    this.keys = keys;
    this.backend = backend;
    unshed = new KeySet(keys);
    long bound = variant == Variant.STATIC ? maximum : (long) (keys * OVER_SIZE);
    cache = cache(variant == Variant.SOFT_VALUES, bound);
  }

  private ServiceCache cache(boolean soft, long bound) {
    Function<Integer, byte[]> load = this::load;
    if (kind.library() == Library.CAFFEINE) {
      return soft ? CaffeineCache.soft(load) : CaffeineCache.bounded(bound, load);
    }
    return soft ? GuavaCache.soft(load) : GuavaCache.bounded(bound, load);
  }

  private byte[] load(Integer key) {
    backend.answer(TimeUnit.MICROSECONDS.toNanos(kind.loadMicros()));
    loads.increment();
    unshed.add(key);
    return ByteBuffer.allocate(valueBytes(key)).putInt(key).array();
  }

  /** From half to one and a half of the average. */
  private int valueBytes(int key) {
    int spread = Math.floorMod(key * 0x9E3779B9, kind.valueBytes());
    return kind.valueBytes() / 2 + spread;
  }

  /** Any thread. */
  void request(int key) {
    int answered = ByteBuffer.wrap(cache.get(key)).getInt();
    if (answered != key) {
      throw new AssertionError("asked " + kind.name() + " for " + key + ", got " + answered);
    }
  }

  ServiceCache cache() {
    return cache;
  }

  int keys() {
    return keys;
  }

  /** From now on {@link #unshedBytes} counts what is held now and what is loaded from now on. */
  void remember() {
    KeySet fresh = new KeySet(keys);
    unshed = fresh;
    cache.keys(fresh::add);
  }

  /** Of entries, by whomever. */
  long evictions() {
    cache.cleanUp();
    return loads.sum() - cache.entries();
  }

  double unshedBytes() {
    return (double) unshed.size() * kind.entryBytes();
  }

  double cachedBytes() {
    return (double) cache.entries() * kind.entryBytes();
  }

  /**
   * What a graded pass leaves: twice the floor of 100 entries that the agent has unless told
   * otherwise, and what may be loaded until somebody looks.
   */
  double floorBytes() {
    return FLOOR_ENTRIES * LEFT_ALONE * kind.entryBytes();
  }

  double loadedBytes() {
    return (double) loads.sum() * kind.entryBytes();
  }

  /** Of all loads so far, as the kind has it and not by the clock. */
  double loadMicros() {
    return (double) loads.sum() * kind.loadMicros();
  }
}
