package io.cacheshrinker.demo.bench.startup;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.lang.ref.Reference;

/** A program that builds one cache of Guava and uses it. */
final class GuavaVictim {
  private static final int ENTRIES = 1000;

  private GuavaVictim() {}

  public static void main(String[] arguments) {
    Cache<Integer, byte[]> cache = CacheBuilder.newBuilder().maximumSize(ENTRIES).build();
    for (int key = 0; key < ENTRIES; key++) {
      cache.put(key, new byte[100]);
    }
    Census.takeIfAsked(arguments, 1);
    Reference.reachabilityFence(cache);
  }
}
