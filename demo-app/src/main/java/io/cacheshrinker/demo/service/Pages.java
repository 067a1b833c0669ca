package io.cacheshrinker.demo.service;

import java.util.NoSuchElementException;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/** Pages by product, cached. */
@Service
class Pages {
  private final Products products;
  private final PageRenderer renderer;

  Pages(Products products, PageRenderer renderer) {
    this.products = products;
    this.renderer = renderer;
  }

  /**
   * @throws NoSuchElementException there is no such product
   */
  @Cacheable(cacheNames = Caches.PAGES, sync = true)
  public Page page(int id) {
    Product product = products.find(id).orElseThrow();
    return renderer.render(product, products.related(product));
  }
}
