package io.cacheshrinker.demo.bench.pressure;

/**
 * Zipf's law, as the density x^-s on [1, n + 1): rank k has what lies between k + 1 and k + 2. It
 * has an inverse in closed form, so that drawing a rank needs no table.
 *
 * @param ranks how many; the most popular is 0
 * @param skew s, above 0, not 1
 */
record Zipf(int ranks, double skew) {

  Zipf {
    if (ranks < 1 || skew <= 0 || skew == 1) {
      throw new IllegalArgumentException(ranks + " ranks, skew " + skew);
    }
  }

  /** The rank at this share of all requests, which is in [0, 1). */
  int rank(double share) {
    double x = Math.pow(1 + share * integral(ranks), 1 / (1 - skew));
    return Math.max(0, Math.min(ranks - 1, (int) x - 1));
  }

  /** The share of all requests that goes to the most popular. */
  double shareOf(double mostPopular) {
    return integral(mostPopular) / integral(ranks);
  }

  /**
   * How many of the most popular have, each, at least this share of all requests; the inverse of
   * the density.
   */
  double ranksAbove(double share) {
    double density = share * integral(ranks) / (1 - skew);
    return Math.max(0, Math.min(ranks, Math.pow(density, -1 / skew) - 1));
  }

  /** Times (1 − s): of x^-s from 1 to n + 1. */
  private double integral(double n) {
    return Math.pow(n + 1, 1 - skew) - 1;
  }
}
