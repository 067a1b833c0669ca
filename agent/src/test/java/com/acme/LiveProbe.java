package com.acme;

import io.cacheshrinker.agent.gc.Collector;
import io.cacheshrinker.agent.gc.HeapAfterGc;
import io.cacheshrinker.agent.gc.JvmGcSignal;
import io.cacheshrinker.agent.pressure.ControlLaw;
import io.cacheshrinker.agent.pressure.Marks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a known share of the capacity alive, replaces up to 30 MB of it a second and makes up to 90
 * MB of garbage beside it, and prints what the signal and the control law made of that: {@code
 * share seconds}.
 */
public final class LiveProbe {
  private static final int BLOCK = 4096;

  private LiveProbe() {}

  /** Ends earlier once the law has asked ten times. */
  public static void main(String[] arguments) {
    double share = Double.parseDouble(arguments[0]);
    Collector collector = Objects.requireNonNull(JvmGcSignal.collector());
    JvmGcSignal signal =
        Objects.requireNonNull(JvmGcSignal.open(collector, Thread.currentThread(), null));
    ControlLaw law = new ControlLaw(collector, Marks.of(0.75, 0.68));
    long liveBytes = (long) (share * signal.initialCapacityBytes());
    byte[][] live = new byte[(int) (liveBytes / (BLOCK + 16))][];
    HeapAfterGc gc = new HeapAfterGc();
    List<Double> ratios = new ArrayList<>();
    long estimate = 0;
    int asked = 0;
    int sink = 0;
    for (int i = 0; i < live.length; i++) {
      live[i] = new byte[BLOCK];
    }
    long filledNanos = System.nanoTime();
    long end = filledNanos + Long.parseLong(arguments[1]) * 1_000_000_000L;
    for (int i = 0; asked < 10 && System.nanoTime() < end; i++) {
      live[i % live.length] = new byte[BLOCK];
      for (int k = 0; k < 3; k++) {
        sink += new byte[BLOCK].length;
      }
      if (i % 8 == 0) {
        LockSupport.parkNanos(1_000_000);
      }
      while (signal.poll(gc)) {
        boolean due = law.accept(gc, () -> Long.MAX_VALUE);
        boolean complete = gc.startNanos() - filledNanos > 0;
        asked += due && complete ? 1 : 0;
        if (law.liveBytes() != estimate) {
          estimate = law.liveBytes();
          if (complete) {
            ratios.add((double) estimate / liveBytes);
          }
        }
      }
    }
    Collections.sort(ratios);
    double median = ratios.isEmpty() ? 0 : ratios.get(ratios.size() / 2);
    System.out.printf(
        "collector=%s trusted=%d asked=%d median=%.3f sink=%d%n",
        collector, ratios.size(), asked, median, sink);
  }
}
