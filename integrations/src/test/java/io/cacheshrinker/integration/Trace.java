package io.cacheshrinker.integration;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** A recorded sequence of requested keys, and how a cache fares on it. */
public final class Trace {
  private final int[] keys;

  /**
   * What came of a replay.
   *
   * @param hitRate hits over requests
   * @param meanSize mean number of entries over all requests
   */
  public record Result(double hitRate, double meanSize) {}

  /** When and how a cache is shed during a replay. */
  public interface Shedding {
    /** Called after each request. */
    void after(long request, Subject subject);
  }

  public static final Shedding NONE = (request, subject) -> {};

  private Trace(int[] keys) {
    this.keys = keys;
  }

  /** Reads the trace from the folder in system property {@code traces.dir}. */
  public static Trace of(String name) throws IOException {
    Path file = Path.of(System.getProperty("traces.dir"), name + ".keys.gz");
    int[] keys = new int[1 << 17];
    int length = 0;
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file)), 1 << 16))) {
      while (length < keys.length) {
        keys[length] = in.readInt();
        length++;
      }
    } catch (EOFException end) {
      return new Trace(Arrays.copyOf(keys, length));
    }
    throw new IOException(file + " holds more than " + keys.length + " requests");
  }

  public Result replay(Subject subject, Adapter adapter, Shedding shedding) {
    long hits = 0;
    double sizes = 0;
    for (int request = 0; request < keys.length; request++) {
      int key = keys[request];
      if (subject.map().get(key) == null) {
        subject.map().put(key, key);
      } else {
        hits++;
      }
      shedding.after(request, subject);
      sizes += adapter.count(subject.map());
    }
    return new Result((double) hits / keys.length, sizes / keys.length);
  }
}
