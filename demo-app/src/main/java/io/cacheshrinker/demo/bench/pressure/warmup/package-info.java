/**
 * The start of a service: caches are filled while the heap grows. A heap that is small yet is full,
 * and not short of memory.
 *
 * <p>In: a collector, a variant, a seed.
 *
 * <p>Out: rows with evictions, and what was live.
 */
@NullMarked
package io.cacheshrinker.demo.bench.pressure.warmup;

import org.jspecify.annotations.NullMarked;
