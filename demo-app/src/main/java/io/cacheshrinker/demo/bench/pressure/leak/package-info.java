/**
 * A leak: data that is in no cache grows until nothing is left. Caches cannot help, and whoever
 * looks after them should notice.
 *
 * <p>In: a collector, a variant, a seed, how fast it leaks.
 *
 * <p>Out: rows with the time until OutOfMemoryError, and what became of the caches on the way.
 */
@NullMarked
package io.cacheshrinker.demo.bench.pressure.leak;

import org.jspecify.annotations.NullMarked;
