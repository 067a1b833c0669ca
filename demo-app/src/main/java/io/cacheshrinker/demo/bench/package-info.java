/**
 * The frame of {@code demo-app/bench}: benchmarks that measure each claim beside its baselines, in
 * one command.
 *
 * <p>In: the name of a benchmark, and options.
 *
 * <p>Out: a table, the checks with their limits, one line of JSON, an exit code that is 0 only if
 * the claim holds.
 *
 * <p>A benchmark is a list of cells; a cell starts JVMs of its own, called victims, and makes rows
 * of what they answer. The frame runs the cells one after the other, since two at once would
 * measure each other.
 */
@NullMarked
package io.cacheshrinker.demo.bench;

import org.jspecify.annotations.NullMarked;
