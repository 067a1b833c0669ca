package io.cacheshrinker.demo.bench.pressure.waves;

import io.cacheshrinker.demo.bench.pressure.Setup;

/**
 * When the waves come, in seconds of the load's plan.
 *
 * @param calm before the first wave
 * @param rise from nothing to the height of a wave
 * @param hold at that height
 * @param release after it, until the next one begins
 */
record Timeline(double calm, double rise, double hold, double release, int waves) {
  static final String WAVES = "waves";
  static final String RELEASE = "releaseSeconds";
  static final String HOLD = "holdSeconds";
  private static final double CALM_SECONDS = 2;
  private static final double RISE_SECONDS = 1;

  static Timeline of(Setup setup) {
    return new Timeline(
        CALM_SECONDS, RISE_SECONDS, setup.number(HOLD), setup.number(RELEASE), setup.count(WAVES));
  }

  double seconds() {
    return calm + waves * period();
  }

  private double period() {
    return rise + hold + release;
  }

  /** Which wave it is at that time, its release included; −1 before the first. */
  int waveAt(double second) {
    return second < calm ? -1 : Math.min(waves - 1, (int) ((second - calm) / period()));
  }

  /** When the release of a wave begins. */
  double releaseOf(int wave) {
    return calm + wave * period() + rise + hold;
  }

  /** What part of a wave's height is held at that time. */
  double heightAt(double second) {
    int wave = waveAt(second);
    double since = second - calm - wave * period();
    return wave < 0 || since >= rise + hold ? 0 : Math.min(1, since / rise);
  }
}
