package com.acme;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An application that does as it is told: its arguments, then lines of its standard input. {@code
 * CLASS} builds a cache there, {@code put} writes to all caches, {@code load CLASS} loads a class
 * and does not link it. It ends with its input.
 */
public final class Main {
  private static final List<Map<Object, Object>> CACHES = new ArrayList<>();

  private Main() {}

  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    for (String argument : arguments) {
      obey(argument);
    }
    System.out.println("ready");
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      obey(line);
      System.out.println("did " + line);
    }
    System.out.println("caches " + CACHES.size() + ", entries " + entries());
  }

  private static void obey(String command) throws ReflectiveOperationException {
    if (command.equals("put")) {
      for (Map<Object, Object> cache : CACHES) {
        cache.put("key " + cache.size(), "value");
      }
    } else if (command.startsWith("load ")) {
      Class.forName(command.substring(5), false, Main.class.getClassLoader());
    } else {
      CACHES.add(build(Class.forName(command)));
    }
  }

  @SuppressWarnings("unchecked")
  static Map<Object, Object> build(Class<?> shop) throws ReflectiveOperationException {
    return (Map<Object, Object>) shop.getMethod("build").invoke(null);
  }

  private static int entries() {
    int entries = 0;
    for (Map<Object, Object> cache : CACHES) {
      entries += cache.size();
    }
    return entries;
  }
}
