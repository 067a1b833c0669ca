package com.acme;

import io.cacheshrinker.Shrinkable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An application that declares its caches, one in each form, and some wrongly. Obeys lines: {@code
 * sizes}, {@code again} for new instances, {@code swap} for a new map in the field of {@code
 * prices}.
 */
@SuppressWarnings("UnusedVariable") // Held for the agent to find.
public final class DeclaredCaches {
  private static final int ENTRIES = 20_000;

  /** Counts and sheds by itself. */
  @Shrinkable(name = "pages", group = "shop", bytesPerEntry = 200)
  private static class Pages {
    private int entries;

    Pages() {
      this(ENTRIES);
    }

    Pages(int entries) {
      this.entries = entries;
    }

    @Shrinkable.Count
    private synchronized int size() {
      return entries;
    }

    @Shrinkable.Scan
    private synchronized long evict(long atMost) {
      entries -= (int) atMost;
      return atMost;
    }
  }

  /** A subclass that says nothing. */
  private static final class BigPages extends Pages {
    private final int[] made = {ENTRIES};

    BigPages() {
      super(ENTRIES);
    }

    int made() {
      return made[0];
    }
  }

  /** Says nothing: the user may name it. */
  private static final class Lru extends LinkedHashMap<Integer, byte[]> {
    private static final long serialVersionUID = 1L;
  }

  /** Three maps, each reached in another way. */
  private static final class Prices {
    private final Lock lock = new ReentrantLock();

    @Shrinkable(name = "prices")
    private ConcurrentMap<Integer, byte[]> prices = filled(new ConcurrentHashMap<>());

    @Shrinkable(name = "recent", guardedBy = "lock")
    private final Map<Integer, byte[]> recent =
        filled(new LinkedHashMap<Integer, byte[]>(16, 0.75f, true));

    @Shrinkable(name = "own", guardedBy = "this")
    private final Map<Integer, byte[]> own = filled(new LinkedHashMap<>());

    @Shrinkable(name = "handles")
    private final Map<Integer, AutoCloseable> handles = closeable();

    private static Map<Integer, AutoCloseable> closeable() {
      Map<Integer, AutoCloseable> map = new ConcurrentHashMap<>();
      for (int i = 0; i < 1000; i++) {
        map.put(i, () -> {});
      }
      return map;
    }
  }

  /** Nothing of this can be followed. */
  private static final class Wrong {
    @Shrinkable static final Map<Integer, byte[]> SHARED = new ConcurrentHashMap<>();
    @Shrinkable private final List<String> names = List.of();
    @Shrinkable private final LinkedHashMap<Integer, byte[]> bare = new LinkedHashMap<>();

    @Shrinkable(guardedBy = "lokc")
    private final Map<Integer, byte[]> misspelt = new LinkedHashMap<>();
  }

  /** Its scan answers nothing. */
  @Shrinkable(count = "size", scan = "clear")
  private static final class WrongScan {
    int size() {
      return 1;
    }

    void clear(int atMost) {}
  }

  private static <M extends Map<Integer, byte[]>> M filled(M map) {
    for (int i = 0; i < ENTRIES; i++) {
      map.put(i, new byte[1000]);
    }
    return map;
  }

  private final Lru lru = filled(new Lru());
  private final List<Object> wrong = new ArrayList<>();
  private Pages pages = new Pages();
  private Pages big = new BigPages();
  private Prices prices = new Prices();

  private DeclaredCaches() {
    wrong.add(new Wrong());
    wrong.add(new Wrong());
    wrong.add(new WrongScan());
  }

  /** What a server that loads this calls. */
  public static Map<Object, Object> build() {
    DeclaredCaches all = new DeclaredCaches();
    Map<Object, Object> held = new ConcurrentHashMap<>();
    held.put("all", all);
    return held;
  }

  public static void main(String[] arguments) throws IOException {
    DeclaredCaches all = new DeclaredCaches();
    System.out.println("ready");
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      all.obey(line);
      System.out.println(line + ": " + all.sizes());
    }
  }

  private void obey(String line) {
    if (line.equals("again")) {
      pages = new Pages();
      big = new BigPages();
      prices = new Prices();
    } else if (line.equals("swap")) {
      prices.prices = filled(new ConcurrentHashMap<>());
    }
  }

  private int named() {
    synchronized (lru) {
      return lru.size();
    }
  }

  private String sizes() {
    prices.lock.lock();
    try {
      synchronized (prices) {
        return "pages=%d big=%d prices=%d recent=%d own=%d handles=%d named=%d"
            .formatted(
                pages.size(),
                big.size(),
                prices.prices.size(),
                prices.recent.size(),
                prices.own.size(),
                prices.handles.size(),
                named());
      }
    } finally {
      prices.lock.unlock();
    }
  }
}
