package com.acme;

import com.google.common.cache.CacheBuilder;
import java.util.Map;

/** Builds a bounded cache as an application would. */
public final class GuavaShop {
  private GuavaShop() {}

  public static Map<Object, Object> build() {
    return CacheBuilder.newBuilder().maximumSize(1000).build().asMap();
  }
}
