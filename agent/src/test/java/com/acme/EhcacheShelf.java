package com.acme;

import java.io.IOException;
import java.util.Iterator;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;

/** A cache of Ehcache 3: with {@code offheap} as its argument, there is a tier below the heap. */
public final class EhcacheShelf {
  private static final int ENTRIES = 20_000;

  private EhcacheShelf() {}

  public static void main(String[] arguments) throws IOException {
    boolean offHeap = arguments.length > 0 && arguments[0].equals("offheap");
    try (CacheManager manager = CacheManagerBuilder.newCacheManagerBuilder().build(true)) {
      Cache<Integer, byte[]> pages = pages(manager, offHeap);
      for (int key = 0; key < ENTRIES; key++) {
        pages.put(key, new byte[100]);
        pages.get(key);
      }
      Obeying.lines(() -> size(pages));
    }
  }

  private static Cache<Integer, byte[]> pages(CacheManager manager, boolean offHeap) {
    ResourcePoolsBuilder heap = ResourcePoolsBuilder.heap(1_000_000);
    return manager.createCache(
        "pages",
        CacheConfigurationBuilder.newCacheConfigurationBuilder(
            Integer.class, byte[].class, offHeap ? heap.offheap(64, MemoryUnit.MB) : heap));
  }

  private static long size(Cache<Integer, byte[]> pages) {
    long size = 0;
    for (Iterator<?> all = pages.iterator(); all.hasNext(); all.next()) {
      size++;
    }
    return size;
  }
}
