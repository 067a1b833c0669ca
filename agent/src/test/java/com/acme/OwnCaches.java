package com.acme;

import io.cacheshrinker.Scope;
import io.cacheshrinker.Shrinker;
import io.cacheshrinker.ShrinkerHandle;
import io.cacheshrinker.Shrinkers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * An application with caches that no library built: {@code pages} of the group shop, {@code posts}
 * of the group blog and {@code rates} of nobody. Obeys lines: {@code sizes}, {@code close NAME},
 * {@code exclude NAME}, {@code resume NAME}, {@code hang NAME}, {@code go NAME}, {@code oom NAME}.
 */
public final class OwnCaches {
  private static final int ENTRIES = 20_000;

  private final Map<String, Own> caches = new LinkedHashMap<>();

  /** The oldest entries go first. */
  private static final class Own implements Shrinker {
    private final Map<Integer, byte[]> map = new LinkedHashMap<>();
    private ShrinkerHandle handle;
    volatile CountDownLatch hangs;
    volatile boolean runsOutOfMemory;

    Own(String name, String group) {
      for (int i = 0; i < ENTRIES; i++) {
        map.put(i, new byte[100]);
      }
      ShrinkerHandle young = Shrinkers.alloc(name).bytesPerEntry(200);
      handle = (group.isEmpty() ? young : young.group(group)).register(this);
    }

    @Override
    public synchronized long count(Scope scope) {
      return map.size();
    }

    @Override
    public long scan(Scope scope) {
      misbehave();
      synchronized (this) {
        long freed = 0;
        Iterator<Integer> oldest = map.keySet().iterator();
        while (freed < scope.asked() && oldest.hasNext()) {
          oldest.next();
          oldest.remove();
          freed++;
        }
        return freed;
      }
    }

    private void misbehave() {
      CountDownLatch latch = hangs;
      if (latch != null) {
        try {
          latch.await();
        } catch (InterruptedException interrupted) {
          System.out.println("interrupted");
        }
      }
      if (runsOutOfMemory) {
        List<byte[]> all = new ArrayList<>();
        while (runsOutOfMemory || !all.isEmpty()) {
          all.add(new byte[1 << 20]);
        }
      }
    }

    synchronized int size() {
      return map.size();
    }
  }

  private OwnCaches() {
    caches.put("pages", new Own("pages", "shop"));
    caches.put("posts", new Own("posts", "blog"));
    caches.put("rates", new Own("rates", ""));
  }

  public static void main(String[] arguments) throws IOException {
    OwnCaches own = new OwnCaches();
    System.out.println("ready");
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      own.obey(line);
      System.out.printf(
          "%s: pages=%d posts=%d rates=%d%n",
          line,
          own.caches.get("pages").size(),
          own.caches.get("posts").size(),
          own.caches.get("rates").size());
    }
  }

  private void obey(String line) {
    String[] words = line.split(" ");
    Own cache = words.length < 2 ? null : caches.get(words[1]);
    switch (words[0]) {
      case "close" -> cache.handle.close();
      case "exclude" -> cache.handle.exclude();
      case "resume" -> cache.handle.resume();
      case "hang" -> cache.hangs = new CountDownLatch(1);
      case "oom" -> cache.runsOutOfMemory = true;
      case "go" -> {
        cache.runsOutOfMemory = false;
        if (cache.hangs != null) {
          cache.hangs.countDown();
          cache.hangs = null;
        }
      }
      default -> {}
    }
  }
}
