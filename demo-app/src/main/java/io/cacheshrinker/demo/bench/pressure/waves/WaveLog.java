package io.cacheshrinker.demo.bench.pressure.waves;

import io.cacheshrinker.demo.bench.Spread;
import io.cacheshrinker.demo.bench.pressure.Course;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What the service held in the course of the waves, from looks at it in the order of time.
 *
 * <p>Needed is, for each wave with its release, what would have been live at most without shedding,
 * as far as it is above the low mark. Evicted is whatever left the caches.
 */
final class WaveLog {
  /** Series of {@link #course}, in MB. */
  static final String CACHED = "courseCachedMb";

  static final String OTHER = "courseOtherMb";

  private static final double REGAINED = 0.9;
  private static final double MEGABYTE = 1 << 20;

  private final Timeline timeline;
  private final double lowBytes;
  private final List<Wave> waves = new ArrayList<>();
  private final Course course = new Course();
  private double firstCachedBytes;
  private double firstLoadedBytes;
  private double evictedBytes;
  private double least = Double.MAX_VALUE;
  private double most;
  private double sum;
  private long looks;

  /** One wave, from its rise to the end of its release. */
  private static final class Wave {
    double beforeBytes;
    double peakBytes;
    double lastBytes;
    double regainSeconds;
    boolean regained;
  }

  /**
   * @param lowBytes live bytes that a pass aims at
   */
  WaveLog(Timeline timeline, double lowBytes) {
    this.timeline = timeline;
    this.lowBytes = lowBytes;
  }

  /**
   * A look at the service.
   *
   * @param otherBytes live, and in no cache
   * @param loadedBytes put into the caches so far
   * @param unshedBytes what would be cached if nothing had been shed since the wave began
   */
  record Look(
      double second,
      double cachedBytes,
      double otherBytes,
      double loadedBytes,
      double unshedBytes) {}

  /** Whether a wave begins with a look at that time. */
  boolean begins(double second) {
    return timeline.waveAt(second) >= waves.size();
  }

  void add(Look look) {
    if (looks == 0) {
      firstCachedBytes = look.cachedBytes;
      firstLoadedBytes = look.loadedBytes;
    }
    evictedBytes = look.loadedBytes - firstLoadedBytes - (look.cachedBytes - firstCachedBytes);
    least = Math.min(least, look.cachedBytes);
    most = Math.max(most, look.cachedBytes);
    sum += look.cachedBytes;
    looks++;
    if (begins(look.second)) {
      Wave wave = new Wave();
      wave.beforeBytes = look.cachedBytes;
      waves.add(wave);
    }
    if (!waves.isEmpty()) {
      add(look, waves.size() - 1);
    }
    course.add(
        look.second,
        Map.of(CACHED, look.cachedBytes / MEGABYTE, OTHER, look.otherBytes / MEGABYTE));
  }

  private void add(Look look, int index) {
    Wave wave = waves.get(index);
    double released = look.second - timeline.releaseOf(index);
    wave.peakBytes = Math.max(wave.peakBytes, look.unshedBytes + look.otherBytes);
    wave.lastBytes = look.cachedBytes;
    if (released >= 0 && !wave.regained) {
      wave.regained = look.cachedBytes >= REGAINED * wave.beforeBytes;
      wave.regainSeconds = wave.regained ? released : timeline.release();
    }
  }

  double evictedMb() {
    return evictedBytes / MEGABYTE;
  }

  double neededMb() {
    return waves.stream().mapToDouble(wave -> Math.max(0, wave.peakBytes - lowBytes)).sum()
        / MEGABYTE;
  }

  double leastMb() {
    return looks == 0 ? 0 : least / MEGABYTE;
  }

  double meanMb() {
    return sum / Math.max(1, looks) / MEGABYTE;
  }

  double mostMb() {
    return most / MEGABYTE;
  }

  /** Cached at the end of a wave's release ÷ before it; median and range over the waves. */
  Spread regained() {
    return overWaves(wave -> wave.lastBytes / Math.max(1, wave.beforeBytes));
  }

  /** From the release until nine tenths are back; the whole release if they never are. */
  Spread regainSeconds() {
    return overWaves(wave -> wave.regainSeconds);
  }

  private Spread overWaves(ToDoubleFunction<Wave> of) {
    return waves.isEmpty() ? Spread.of(0) : Spread.of(waves.stream().mapToDouble(of).toArray());
  }

  /** Of what was cached, and of what was live beside it. */
  Course course() {
    return course;
  }
}
