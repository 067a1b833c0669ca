package io.cacheshrinker.demo.service;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param products rows of the product table; products are numbered from 0
 * @param pageCacheSize declared maximum of the page cache, in pages
 * @param quoteCacheSize declared maximum of the price client's cache, in quotes
 */
@ConfigurationProperties("catalogue")
record CatalogueProperties(int products, long pageCacheSize, long quoteCacheSize) {}
