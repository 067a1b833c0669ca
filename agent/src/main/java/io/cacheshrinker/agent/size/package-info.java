/**
 * What an entry weighs.
 *
 * <p>In: some entries of a cache.
 *
 * <p>Out: bytes per entry.
 */
@NullMarked
package io.cacheshrinker.agent.size;

import org.jspecify.annotations.NullMarked;
