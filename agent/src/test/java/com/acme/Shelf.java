package com.acme;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Three caches of Caffeine: one that may be shrunk, one of sessions, and one that is dropped. */
public final class Shelf {
  private static final int ENTRIES = 20_000;
  private static final AtomicLong SHED = new AtomicLong();
  private static final AtomicLong OTHERWISE = new AtomicLong();

  private Shelf() {}

  /** Obeys lines: {@code sizes} prints what is held and what went, {@code drop} drops a cache. */
  public static void main(String[] arguments) throws IOException {
    Cache<Integer, byte[]> pages = pages();
    Cache<Integer, byte[]> sessions = sessions();
    Cache<Integer, byte[]> dropped = dropped();
    for (int i = 0; i < ENTRIES; i++) {
      pages.put(i, new byte[1000]);
      sessions.put(i, new byte[10]);
      dropped.put(i, new byte[10]);
    }
    System.out.println("ready");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("drop")) {
        dropped = null;
        System.gc();
      }
      System.out.printf(
          "%s: pages=%d sessions=%d dropped=%b shed=%d otherwise=%d%n",
          line,
          pages.estimatedSize(),
          sessions.estimatedSize(),
          dropped == null,
          SHED.get(),
          OTHERWISE.get());
    }
  }

  private static Cache<Integer, byte[]> pages() {
    return Caffeine.newBuilder()
        .maximumSize(1_000_000)
        .executor(Runnable::run)
        .removalListener(
            (key, value, cause) ->
                (cause == RemovalCause.SIZE ? SHED : OTHERWISE).incrementAndGet())
        .build();
  }

  private static Cache<Integer, byte[]> sessions() {
    return Caffeine.newBuilder().expireAfterAccess(Duration.ofHours(1)).build();
  }

  private static Cache<Integer, byte[]> dropped() {
    return Caffeine.newBuilder().maximumSize(1_000_000).build();
  }
}
