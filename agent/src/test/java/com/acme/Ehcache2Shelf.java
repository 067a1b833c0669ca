package com.acme;

import java.io.IOException;
import net.sf.ehcache.Cache;
import net.sf.ehcache.CacheManager;
import net.sf.ehcache.Element;
import net.sf.ehcache.config.CacheConfiguration;
import net.sf.ehcache.config.Configuration;

/** A cache of Ehcache 2 that is in memory only. */
public final class Ehcache2Shelf {
  private static final int ENTRIES = 20_000;

  private Ehcache2Shelf() {}

  public static void main(String[] arguments) throws IOException {
    CacheManager manager = new CacheManager(new Configuration().name("shelf").updateCheck(false));
    Cache pages = pages(manager);
    for (int key = 0; key < ENTRIES; key++) {
      pages.put(new Element(key, new byte[100]));
    }
    Obeying.lines(pages::getSize);
    manager.shutdown();
  }

  private static Cache pages(CacheManager manager) {
    Cache pages = new Cache(new CacheConfiguration("pages", 1_000_000).eternal(true));
    manager.addCache(pages);
    return pages;
  }
}
