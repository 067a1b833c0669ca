package io.cacheshrinker.demo.driver;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** A recorded sequence of keys: gzip of big-endian 32-bit integers, nothing else. */
public final class Trace {
  private final int[] keys;

  private Trace(int[] keys) {
    this.keys = keys;
  }

  /**
   * @throws IOException the file cannot be read, is not gzip, ends inside a key or has no key or a
   *     negative one
   */
  public static Trace read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      bytes = in.readAllBytes();
    }
    if (bytes.length == 0 || bytes.length % Integer.BYTES != 0) {
      throw new IOException(file + " holds " + bytes.length + " bytes: not a whole number of keys");
    }
    int[] keys = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).asIntBuffer().get(keys);
    if (Arrays.stream(keys).anyMatch(key -> key < 0)) {
      throw new IOException(file + " holds a negative key");
    }
    return new Trace(keys);
  }

  public int requests() {
    return keys.length;
  }

  /** The key of request {@code index}, from 0; after the last one the trace begins again. */
  public int key(long index) {
    return keys[(int) (index % keys.length)];
  }

  /** Keys are numbered from 0 by first use, so this is also how many there are. */
  public int distinctKeys() {
    return Arrays.stream(keys).max().orElse(-1) + 1;
  }
}
