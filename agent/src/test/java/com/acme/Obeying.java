package com.acme;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/** A service with one cache, which says how much the cache holds whenever it is told a line. */
final class Obeying {
  private Obeying() {}

  static void lines(LongSupplier size) throws IOException {
    System.out.println("ready");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.printf("%s: pages=%d%n", line, size.getAsLong());
    }
  }
}
