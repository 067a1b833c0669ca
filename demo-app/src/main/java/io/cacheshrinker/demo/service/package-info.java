/**
 * A service of the ordinary kind: catalogue pages rendered from a database, a page cache declared
 * far above the heap, and a client that keeps a cache of its own. It knows nothing of
 * cache-shrinker.
 *
 * <p>In: HTTP requests for products. Out: pages, and at {@code /stats} what its two caches say of
 * themselves.
 */
@NullMarked
package io.cacheshrinker.demo.service;

import org.jspecify.annotations.NullMarked;
