package io.cacheshrinker.demo.bench.pressure;

import java.util.ArrayList;
import java.util.List;

/** Live data that is in no cache. One thread. */
public final class Ballast {
  private static final int CHUNK_BYTES = 64 << 10;

  private final List<byte[]> chunks = new ArrayList<>();

  /** Holds so much from now on: what is missing is allocated, what is too much let go. */
  public void hold(double bytes) {
    int wanted = (int) (bytes / CHUNK_BYTES);
    if (chunks.size() > wanted) {
      chunks.subList(wanted, chunks.size()).clear();
    }
    while (chunks.size() < wanted) {
      chunks.add(new byte[CHUNK_BYTES]);
    }
  }

  public double bytes() {
    return (double) chunks.size() * CHUNK_BYTES;
  }
}
