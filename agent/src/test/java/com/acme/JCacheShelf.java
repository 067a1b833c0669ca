package com.acme;

import java.io.IOException;
import java.util.Iterator;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.jsr107.Eh107Configuration;

/** A cache of JCache that is one of Ehcache 3. */
public final class JCacheShelf {
  private static final int ENTRIES = 20_000;

  private JCacheShelf() {}

  public static void main(String[] arguments) throws IOException {
    try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
      Cache<Integer, byte[]> pages = pages(manager);
      for (int key = 0; key < ENTRIES; key++) {
        pages.put(key, new byte[100]);
      }
      Obeying.lines(() -> size(pages));
    }
  }

  private static Cache<Integer, byte[]> pages(CacheManager manager) {
    return manager.createCache(
        "pages",
        Eh107Configuration.fromEhcacheCacheConfiguration(
            CacheConfigurationBuilder.newCacheConfigurationBuilder(
                Integer.class, byte[].class, ResourcePoolsBuilder.heap(1_000_000))));
  }

  private static long size(Cache<Integer, byte[]> pages) {
    long size = 0;
    for (Iterator<?> all = pages.iterator(); all.hasNext(); all.next()) {
      size++;
    }
    return size;
  }
}
