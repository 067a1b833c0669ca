/**
 * The slowest requests: what passes do to them, when what is missing comes from a backend that can
 * only do so much.
 *
 * <p>In: a collector, a variant, a seed.
 *
 * <p>Out: rows with latencies with and without passes, and how busy the backend was.
 */
@NullMarked
package io.cacheshrinker.demo.bench.pressure.tail;

import org.jspecify.annotations.NullMarked;
