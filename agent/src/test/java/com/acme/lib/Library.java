package com.acme.lib;

import java.util.function.Function;

/** Builds caches for others: {@link Library} is the cache. */
public final class Library {
  public <T> T birth(Function<Object, T> announce) {
    return announce.apply(this);
  }
}
