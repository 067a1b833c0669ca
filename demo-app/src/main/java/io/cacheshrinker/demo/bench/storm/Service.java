package io.cacheshrinker.demo.bench.storm;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A healthy service: pages in a cache of Caffeine and quotes in one of Guava, both large enough for
 * all keys that are ever asked for. Whatever is evicted or missed after the caches were filled is
 * therefore somebody else's doing.
 */
final class Service implements AutoCloseable {
  private static final int PAGE_BYTES = 4096;
  private static final int QUOTE_BYTES = 1024;
  private static final int BYTES_AROUND_A_VALUE = 150;

  /** Room in a bounded cache beyond the keys there are; Guava bounds each of its segments. */
  private static final double SPARE = 1.25;

  private static final int REQUESTS_PER_TICK = 200;
  private static final long TICK_NANOS = 10_000_000;

  private final int pageKeys;
  private final int quoteKeys;
  private final LoadingCache<Integer, byte[]> pages;
  private final com.google.common.cache.LoadingCache<Integer, byte[]> quotes;
  private final Random random;
  private final Thread thread = new Thread(this::serve, "service");

  private volatile boolean closed;

  /** Written by the service's thread only. */
  private volatile long requests;

  /**
   * @param cachedBytes what both caches hold when full; a third of it quotes
   * @param soft keeps the values softly, instead of bounding the caches
   */
  Service(long cachedBytes, boolean soft, long seed) {
    pageKeys = (int) (cachedBytes * 2 / 3 / (PAGE_BYTES + BYTES_AROUND_A_VALUE));
    quoteKeys = (int) (cachedBytes / 3 / (QUOTE_BYTES + BYTES_AROUND_A_VALUE));
    random = new Random(seed);
    pages = soft ? softPages() : boundedPages();
    quotes = soft ? softQuotes() : boundedQuotes();
  }

  private LoadingCache<Integer, byte[]> boundedPages() {
    return Caffeine.newBuilder()
        .maximumSize((long) (pageKeys * SPARE))
        .recordStats()
        .build(key -> load(key, PAGE_BYTES));
  }

  private static LoadingCache<Integer, byte[]> softPages() {
    return Caffeine.newBuilder().softValues().recordStats().build(key -> load(key, PAGE_BYTES));
  }

  private com.google.common.cache.LoadingCache<Integer, byte[]> boundedQuotes() {
    return CacheBuilder.newBuilder()
        .maximumSize((long) (quoteKeys * SPARE))
        .recordStats()
        .build(CacheLoader.from(key -> load(key, QUOTE_BYTES)));
  }

  private static com.google.common.cache.LoadingCache<Integer, byte[]> softQuotes() {
    return CacheBuilder.newBuilder()
        .softValues()
        .recordStats()
        .build(CacheLoader.from(key -> load(key, QUOTE_BYTES)));
  }

  LoadingCache<Integer, byte[]> pages() {
    return pages;
  }

  /** Asks for every key once, and begins to serve. */
  void start() {
    for (int key = 0; key < pageKeys; key++) {
      check(key, pages.get(key));
    }
    for (int key = 0; key < quoteKeys; key++) {
      check(key, quotes.getUnchecked(key));
    }
    thread.setDaemon(true);
    thread.start();
  }

  Numbers numbers() {
    pages.cleanUp();
    quotes.cleanUp();
    return new Numbers(
        requests,
        pages.stats().evictionCount() + quotes.stats().evictionCount(),
        pages.stats().missCount() + quotes.stats().missCount());
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  private void serve() {
    while (!closed) {
      for (int i = 0; i < REQUESTS_PER_TICK; i++) {
        int page = popular(pageKeys);
        int quote = popular(quoteKeys);
        check(page, pages.get(page));
        check(quote, quotes.getUnchecked(quote));
      }
      requests += REQUESTS_PER_TICK;
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  /** Half of the requests go to the most popular quarter of the keys. */
  private int popular(int keys) {
    double uniform = random.nextDouble();
    return (int) (keys * uniform * uniform);
  }

  private static byte[] load(int key, int length) {
    return ByteBuffer.allocate(length).putInt(key).array();
  }

  private static void check(int key, byte[] value) {
    if (ByteBuffer.wrap(value).getInt() != key) {
      throw new AssertionError("asked for " + key + ", got " + ByteBuffer.wrap(value).getInt());
    }
  }

  /** Since the service was made. */
  record Numbers(long requests, long evictions, long misses) {

    Numbers since(Numbers before) {
      return new Numbers(
          requests - before.requests, evictions - before.evictions, misses - before.misses);
    }
  }
}
