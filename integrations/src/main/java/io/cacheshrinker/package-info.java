/**
 * All that a cache of one's own compiles against. Inert and free without the agent.
 *
 * <p>In: a cache that can count its entries and shed its coldest, by {@link
 * io.cacheshrinker.Shrinkers#alloc}.
 *
 * <p>Out: answers to {@link io.cacheshrinker.Shrinker#count} and {@link
 * io.cacheshrinker.Shrinker#scan}.
 */
@NullMarked
package io.cacheshrinker;

import org.jspecify.annotations.NullMarked;
