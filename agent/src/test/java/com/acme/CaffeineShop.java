package com.acme;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;

/** Builds a bounded cache as an application would. */
public final class CaffeineShop {
  private CaffeineShop() {}

  public static Map<Object, Object> build() {
    return Caffeine.newBuilder().maximumSize(1000).build().asMap();
  }
}
