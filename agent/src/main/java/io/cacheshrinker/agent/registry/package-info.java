/**
 * Who could give memory back: every cache that was born and is not gone, found, pinned and walked
 * without a lock.
 *
 * <p>In: {@link io.cacheshrinker.agent.registry.Newborn} caches.
 *
 * <p>Out: {@link io.cacheshrinker.agent.registry.RegisteredShrinker}, by {@link
 * io.cacheshrinker.agent.registry.Registry#walk}.
 */
@NullMarked
package io.cacheshrinker.agent.registry;

import org.jspecify.annotations.NullMarked;
