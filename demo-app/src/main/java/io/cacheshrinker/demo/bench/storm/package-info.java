/**
 * Garbage is not pressure: a healthy service whose old generation is full of garbage keeps its
 * caches, and one whose old generation is full of live data gives them up.
 *
 * <p>In: a collector, a variant, small or large garbage.
 *
 * <p>Out: rows with evictions, misses, the live share and how full of garbage the heap was.
 */
@NullMarked
package io.cacheshrinker.demo.bench.storm;

import org.jspecify.annotations.NullMarked;
