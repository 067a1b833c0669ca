/**
 * Pressure that comes and goes: live data beside the caches goes up, stays, and is let go, again
 * and again.
 *
 * <p>In: a collector, a variant, a seed, how the waves go.
 *
 * <p>Out: rows with what loads have cost, what was cached, evicted, needed and regained, and
 * collections, latencies and the agent's processor time.
 */
@NullMarked
package io.cacheshrinker.demo.bench.pressure.waves;

import org.jspecify.annotations.NullMarked;
