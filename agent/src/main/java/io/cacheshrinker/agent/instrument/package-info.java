/**
 * From "a class loads" to "a cache was born", and how a cache is reached from then on.
 *
 * <p>In: class files as they load; newborn caches, announced by the one call that was woven into
 * their factory or constructor.
 *
 * <p>Out: {@link io.cacheshrinker.agent.registry.Newborn}s for the registry, with {@link
 * io.cacheshrinker.agent.registry.Callbacks} that reach the cache through the adapter defined
 * beside it; {@link io.cacheshrinker.agent.instrument.Unregistered} caches with the reason.
 */
@NullMarked
package io.cacheshrinker.agent.instrument;

import org.jspecify.annotations.NullMarked;
