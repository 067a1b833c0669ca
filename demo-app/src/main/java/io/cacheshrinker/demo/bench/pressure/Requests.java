package io.cacheshrinker.demo.bench.pressure;

import java.util.List;

/**
 * Which key of which cache the n-th request asks for: a function of n and the seed alone, whoever
 * makes the request and when. Popularity drifts: every key was once new and the most popular, and
 * has since been overtaken by newer ones, until its turn comes again.
 */
final class Requests {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private final double[] upTo;
  private final List<Zipf> popularity;
  private final long seed;
  private final double driftPerRequest;

  /**
   * @param shares of the requests, one for each cache, together 1
   * @param popularity of the keys of each
   * @param driftPerRequest share of its keys by which popularity moves on with each request
   */
  Requests(List<Double> shares, List<Zipf> popularity, long seed, double driftPerRequest) {
    this.popularity = List.copyOf(popularity);
    this.seed = seed;
    this.driftPerRequest = driftPerRequest;
    upTo = new double[shares.size()];
    double sum = 0;
    for (int i = 0; i < upTo.length; i++) {
      sum += shares.get(i);
      upTo[i] = sum;
    }
  }

  /** The cache that request {@code n} asks. */
  int cache(long n) {
    double uniform = uniform(2 * n);
    int cache = 0;
    while (cache < upTo.length - 1 && uniform >= upTo[cache]) {
      cache++;
    }
    return cache;
  }

  /** The key of {@code cache} that request {@code n} asks for. */
  int key(long n, int cache) {
    Zipf zipf = popularity.get(cache);
    long moved = (long) (n * driftPerRequest * zipf.ranks());
    return (int) Math.floorMod(zipf.rank(uniform(2 * n + 1)) - moved, (long) zipf.ranks());
  }

  /** The output function of SplittableRandom (Steele, Lea, Flood 2014), by index. */
  private double uniform(long index) {
    long z = seed * 31 + index * GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * UNIT;
  }
}
