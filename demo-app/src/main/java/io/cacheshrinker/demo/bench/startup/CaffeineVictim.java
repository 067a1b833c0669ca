package io.cacheshrinker.demo.bench.startup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.ref.Reference;

/** A program that builds one cache of Caffeine and uses it. */
final class CaffeineVictim {
  private static final int ENTRIES = 1000;

  private CaffeineVictim() {}

  public static void main(String[] arguments) {
    Cache<Integer, byte[]> cache = Caffeine.newBuilder().maximumSize(ENTRIES).build();
    for (int key = 0; key < ENTRIES; key++) {
      cache.put(key, new byte[100]);
    }
    Census.takeIfAsked(arguments, 1);
    Reference.reachabilityFence(cache);
  }
}
