package io.cacheshrinker.demo.service;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import org.springframework.cache.CacheManager;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Spring's cache abstraction on Caffeine, with a maximum that was guessed once and never met. */
@Configuration
class Caches {
  static final String PAGES = "pages";

  @Bean
  CacheManager cacheManager(CatalogueProperties properties) {
    CaffeineCacheManager manager = new CaffeineCacheManager();
    manager.setCaffeine(
        Caffeine.newBuilder().maximumSize(properties.pageCacheSize()).recordStats());
    manager.setCacheNames(List.of(PAGES));
    return manager;
  }
}
