package com.acme;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.RateLimiter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Fills many things that are kept in caches and are none, and beside them one that is a cache and
 * far too large for the heap. At the end it says what each holds and what the agent says of it.
 */
public final class Untouchable {
  private static final int ENTRIES = 2000;
  private static final int BLOCK = 4096;

  /** Somebody else holds these keys. */
  private static final List<Object> HELD = new ArrayList<>();

  private Untouchable() {}

  private record Login(String user) {}

  private record LoginSession(Login login, byte[] basket) {}

  private record Resource(byte[] buffer) implements AutoCloseable {
    @Override
    public void close() {
      throw new IllegalStateException("a resource in use was closed");
    }
  }

  /** Its cache's listener closes it. */
  public record Handle(byte[] buffer) {
    public void close() {
      throw new IllegalStateException("a handle in use was closed");
    }
  }

  private static Map<Object, Object> sessions() {
    return Caffeine.newBuilder().expireAfterAccess(1, TimeUnit.HOURS).build().asMap();
  }

  private static Map<Object, Object> nonces() {
    return CacheBuilder.newBuilder().expireAfterWrite(1, TimeUnit.HOURS).build().asMap();
  }

  private static Map<Object, Object> registry() {
    return CacheBuilder.newBuilder().build().asMap();
  }

  private static Map<Object, Object> memo() {
    return Caffeine.newBuilder().maximumSize(Long.MAX_VALUE).build().asMap();
  }

  private static Map<Object, Object> resources() {
    return Caffeine.newBuilder().maximumSize(10_000).build().asMap();
  }

  private static Map<Object, Object> handles() {
    return Caffeine.newBuilder()
        .maximumSize(10_000)
        .removalListener((key, value, cause) -> ((Handle) Objects.requireNonNull(value)).close())
        .build()
        .asMap();
  }

  private static Map<Object, Object> limits() {
    return CacheBuilder.newBuilder().maximumSize(10_000).build().asMap();
  }

  private static Map<Object, Object> attempts() {
    return CacheBuilder.newBuilder().maximumSize(10_000).build().asMap();
  }

  private static Map<Object, Object> logins() {
    return Caffeine.newBuilder().maximumSize(10_000).build().asMap();
  }

  private static Map<Object, Object> pending() {
    return Caffeine.newBuilder().maximumSize(10_000).build().asMap();
  }

  private static Map<Object, Object> identities() {
    return Caffeine.newBuilder().weakKeys().build().asMap();
  }

  private static Cache<Object, Object> pages() {
    return Caffeine.newBuilder().maximumSize(100_000_000).recordStats().build();
  }

  private static Map<Object, Object> filled(Map<Object, Object> cache, IntFunction<Object> value) {
    for (int i = 0; i < ENTRIES; i++) {
      Object key = "key " + i;
      HELD.add(key);
      cache.put(key, value.apply(i));
    }
    return cache;
  }

  /** Arguments: megabytes to put into the cache that is one. */
  public static void main(String[] arguments) throws JMException {
    Map<String, Map<Object, Object>> all = new LinkedHashMap<>();
    all.put("sessions", filled(sessions(), i -> new byte[200]));
    all.put("nonces", filled(nonces(), i -> i));
    all.put("registry", filled(registry(), i -> new byte[200]));
    all.put("memo", filled(memo(), i -> new byte[200]));
    all.put("resources", filled(resources(), i -> new Resource(new byte[200])));
    all.put("handles", filled(handles(), i -> new Handle(new byte[200])));
    all.put("limits", filled(limits(), i -> RateLimiter.create(1)));
    all.put("attempts", filled(attempts(), i -> new AtomicInteger()));
    all.put(
        "logins", filled(logins(), i -> new LoginSession(new Login("user " + i), new byte[200])));
    all.put("pending", filled(pending(), i -> new CompletableFuture<byte[]>()));
    all.put("identities", filled(identities(), i -> new byte[200]));
    Cache<Object, Object> pages = pages();
    long puts = (Long.parseLong(arguments[0]) << 20) / BLOCK;
    for (long i = 0; i < puts; i++) {
      pages.put(i, new byte[BLOCK]);
      if (i % 32 == 0) {
        LockSupport.parkNanos(4_000_000);
      }
    }
    pages.cleanUp();
    all.forEach((name, cache) -> System.out.println(name + " holds " + cache.size()));
    System.out.println("pages evicted " + pages.stats().evictionCount());
    sayWhatTheAgentSays();
  }

  private static void sayWhatTheAgentSays() throws JMException {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    for (ObjectName bean :
        beans.queryNames(new ObjectName("io.cacheshrinker:type=Shrinker,*"), null)) {
      StringBuilder line = new StringBuilder();
      for (String attribute : List.of("Name", "EvictionClass", "Eligible", "Freed", "Reason")) {
        line.append(beans.getAttribute(bean, attribute)).append(" | ");
      }
      System.out.println(line);
    }
  }
}
