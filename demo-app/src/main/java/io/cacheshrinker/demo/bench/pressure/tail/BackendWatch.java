package io.cacheshrinker.demo.bench.pressure.tail;

/** How busy a backend is, in windows of time. One thread. */
final class BackendWatch {
  private final FixedCapacity backend;
  private final double windowSeconds;
  private double start = Double.NaN;
  private double startWork;
  private double windowStart;
  private double windowWork;
  private double meanShare;
  private double peakShare;
  private int longestLine;

  BackendWatch(FixedCapacity backend, double windowSeconds) {
    this.backend = backend;
    this.windowSeconds = windowSeconds;
    backend.longestLine();
  }

  /** Looks, and says whether a window has ended with that. */
  boolean look(double second) {
    double work = backend.workSeconds();
    longestLine = Math.max(longestLine, backend.longestLine());
    if (Double.isNaN(start)) {
      start = second;
      windowStart = second;
      startWork = work;
      windowWork = work;
    }
    double length = second - windowStart;
    if (length < windowSeconds) {
      return false;
    }
    peakShare = Math.max(peakShare, (work - windowWork) / backend.capacitySeconds(length));
    meanShare = (work - startWork) / backend.capacitySeconds(second - start);
    windowStart = second;
    windowWork = work;
    return true;
  }

  /** Of what it could have done, since the first look. */
  double meanShare() {
    return meanShare;
  }

  /** The same in the busiest window. */
  double peakShare() {
    return peakShare;
  }

  int longestLine() {
    return longestLine;
  }
}
