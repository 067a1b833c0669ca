package io.cacheshrinker.demo.service;

import com.github.benmanes.caffeine.cache.Cache;
import io.cacheshrinker.demo.service.Stats.CacheNumbers;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.SpringApplication;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** For whoever operates the service. It listens on the loopback address only. */
@RestController
class OperatorController {
  /** The beans that count collections of the whole heap. */
  private static final Set<String> FULL =
      Set.of(
          "MarkSweepCompact",
          "PS MarkSweep",
          "G1 Old Generation",
          "ZGC Cycles",
          "ZGC Major Cycles",
          "Shenandoah Cycles");

  private final Cache<Object, Object> pages;
  private final PriceClient prices;
  private final ApplicationContext context;
  private final List<GarbageCollectorMXBean> fullCollectors;

  @SuppressWarnings("unchecked")
  OperatorController(CacheManager caches, PriceClient prices, ApplicationContext context) {
    this.pages =
        (Cache<Object, Object>)
            Objects.requireNonNull(caches.getCache(Caches.PAGES)).getNativeCache();
    this.prices = prices;
    this.context = context;
    this.fullCollectors =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(bean -> FULL.contains(bean.getName()))
            .toList();
  }

  @GetMapping("/stats")
  Stats stats() {
    var p = pages.stats();
    var q = prices.statistics();
    return new Stats(
        new CacheNumbers(p.hitCount(), p.missCount(), p.evictionCount(), pages.estimatedSize()),
        new CacheNumbers(q.hitCount(), q.missCount(), q.evictionCount(), prices.size()),
        fullCollectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum());
  }

  /** Ends the service in order, with exit code 0. */
  @PostMapping("/stop")
  void stop() {
    new Thread(() -> System.exit(SpringApplication.exit(context)), "stop").start();
  }
}
