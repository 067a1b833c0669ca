/**
 * What the benchmarks of memory pressure have in common: a service with several over-sized caches
 * under a load that is offered at a fixed rate, live data beside them that comes and goes, those
 * who may look after the caches, and the search for the best parameter of each.
 *
 * <p>In: a collector, a variant, parameters of the load.
 *
 * <p>Out: what was loaded, held, evicted and waited for.
 *
 * <p>Sizes are shares of the capacity: what can be live at most, see {@link
 * io.cacheshrinker.demo.bench.Heap#capacityBytes}. What happens is a function of the number of a
 * request and the seed, never of the clock, so that all variants get the same requests and a
 * machine that is slow for a while changes when something happens but not what.
 */
@NullMarked
package io.cacheshrinker.demo.bench.pressure;

import org.jspecify.annotations.NullMarked;
