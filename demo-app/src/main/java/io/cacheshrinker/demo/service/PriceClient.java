package io.cacheshrinker.demo.service;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.CacheStats;
import com.google.common.cache.LoadingCache;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Asks the price list for quotes, and keeps them. The cache is the client's own affair: nobody who
 * uses the client sees it, as with most of those in a JVM.
 */
@Component
class PriceClient {
  private final JdbcClient database;
  private final LoadingCache<Integer, Quote> quotes;

  PriceClient(JdbcClient database, CatalogueProperties properties) {
    this.database = database;
    quotes =
        CacheBuilder.newBuilder()
            .maximumSize(properties.quoteCacheSize())
            .recordStats()
            .build(CacheLoader.from(this::ask));
  }

  Quote quote(int product) {
    return quotes.getUnchecked(product);
  }

  CacheStats statistics() {
    return quotes.stats();
  }

  long size() {
    return quotes.size();
  }

  private Quote ask(int product) {
    List<int[]> tiers =
        database
            .sql(
                "select t.from_pieces, p.cents * t.percent / 100 from price p, tier t"
                    + " where p.product = ? order by t.from_pieces")
            .param(product)
            .query((row, n) -> new int[] {row.getInt(1), row.getInt(2)})
            .list();
    return new Quote(
        tiers.stream().mapToInt(tier -> tier[0]).toArray(),
        tiers.stream().mapToInt(tier -> tier[1]).toArray());
  }
}
