package io.cacheshrinker.demo.bench.pressure;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** A growing set of keys from 0 to a limit, without an object for each; any thread. */
final class KeySet {
  private final AtomicLongArray words;
  private final LongAdder size = new LongAdder();

  KeySet(int limit) {
    words = new AtomicLongArray((limit >> 6) + 1);
  }

  void add(int key) {
    long bit = 1L << key;
    if ((words.getAndAccumulate(key >> 6, bit, (a, b) -> a | b) & bit) == 0) {
      size.increment();
    }
  }

  long size() {
    return size.sum();
  }
}
