/**
 * Passes: from a decision to entries shed.
 *
 * <p>In: what {@code pressure} decides of each collection, the tripwire's alarm, and what people
 * ask for by {@link io.cacheshrinker.agent.shrink.Control}.
 *
 * <p>Out: scans of the registered caches, and the bytes they freed, told back to {@code pressure}.
 */
@NullMarked
package io.cacheshrinker.agent.shrink;

import org.jspecify.annotations.NullMarked;
