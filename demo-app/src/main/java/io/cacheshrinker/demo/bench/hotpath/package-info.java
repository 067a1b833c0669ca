/**
 * What reads and writes of a cache pay for the agent.
 *
 * <p>In: a library, a cache that is full or far below its maximum, a heap that is empty or fills
 * up.
 *
 * <p>Out: rows with operations by CPU second, and the ratio of pairs with its interval.
 */
@NullMarked
package io.cacheshrinker.demo.bench.hotpath;

import org.jspecify.annotations.NullMarked;
