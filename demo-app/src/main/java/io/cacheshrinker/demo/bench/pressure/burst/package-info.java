/**
 * Bursts: more live data than there is room for, allocated faster than any collection is announced.
 *
 * <p>In: a collector, a variant, a seed that decides how full the caches are, how large the burst
 * is and of what.
 *
 * <p>Out: rows with who survived.
 */
@NullMarked
package io.cacheshrinker.demo.bench.pressure.burst;

import org.jspecify.annotations.NullMarked;
