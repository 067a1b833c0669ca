/**
 * What the agent costs before it has anything to do: time, classes, heap.
 *
 * <p>In: agents (none, empty, ours) and programs (without a cache, with Caffeine's, with Guava's).
 *
 * <p>Out: rows of each program with each agent, and the targets they have to meet.
 */
@NullMarked
package io.cacheshrinker.demo.bench.startup;

import org.jspecify.annotations.NullMarked;
