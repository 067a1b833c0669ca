/**
 * What the constructor of a cache pays for being seen by the agent.
 *
 * <p>In: a library, caches that stay or caches that live for one request, one thread or four.
 *
 * <p>Out: rows with time and bytes for each birth, and what is retained afterwards.
 */
@NullMarked
package io.cacheshrinker.demo.bench.birth;

import org.jspecify.annotations.NullMarked;
