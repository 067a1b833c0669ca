package io.cacheshrinker.agent.bench;

/** Uses a processor and no memory. */
final class Burner {
  private Burner() {}

  /** About a nanosecond a step; the result has to be kept. */
  static long burn(long from, long steps) {
    long value = from | 1;
    for (long i = 0; i < steps; i++) {
      value ^= value << 13;
      value ^= value >>> 7;
      value ^= value << 17;
    }
    return value;
  }
}
