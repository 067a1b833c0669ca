package io.cacheshrinker.demo.driver;

/**
 * What the service said of itself at {@code /stats}, by the caches' own statistics.
 *
 * @param fullGcs full collections; on ZGC and Shenandoah (major) cycles
 */
public record ServiceStats(CacheNumbers pages, CacheNumbers quotes, long fullGcs) {

  public record CacheNumbers(long hits, long misses, long evictions, long size) {
    /** From 0 to 1; 0 before the first request. */
    public double hitRate() {
      return hits == 0 ? 0 : (double) hits / (hits + misses);
    }

    CacheNumbers plus(CacheNumbers other) {
      return new CacheNumbers(
          hits + other.hits, misses + other.misses, evictions + other.evictions, size + other.size);
    }
  }

  /** Both caches taken together. */
  public CacheNumbers both() {
    return pages.plus(quotes);
  }
}
