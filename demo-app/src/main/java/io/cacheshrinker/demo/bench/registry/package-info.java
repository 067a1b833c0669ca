/**
 * The lockless registry and its passes, beside a registry with one lock for all and one whose
 * closing waits for whole passes.
 *
 * <p>In: the agent's production classes as they were compiled, and the programs beside them that
 * run them.
 *
 * <p>Out: rows for each registry, and what is claimed of ours.
 */
@NullMarked
package io.cacheshrinker.demo.bench.registry;

import org.jspecify.annotations.NullMarked;
