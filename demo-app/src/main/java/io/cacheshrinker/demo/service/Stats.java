package io.cacheshrinker.demo.service;

/**
 * What the service says of itself, for {@code /stats}.
 *
 * @param pages the page cache, by Caffeine's own statistics
 * @param quotes the price client's cache, by Guava's own statistics
 * @param fullGcs full collections; on ZGC and Shenandoah, which know no such thing, (major) cycles
 */
record Stats(CacheNumbers pages, CacheNumbers quotes, long fullGcs) {

  /** Counts since the start, except {@code size}, the entries held now. */
  record CacheNumbers(long hits, long misses, long evictions, long size) {}
}
