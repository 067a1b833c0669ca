/**
 * What collections tell.
 *
 * <p>In: garbage collection notifications of the JVM, weak and soft references that it clears.
 *
 * <p>Out: a {@link io.cacheshrinker.agent.gc.HeapAfterGc} per collection worth looking at, and the
 * {@link io.cacheshrinker.agent.gc.Tripwire}'s alarm. The only user of the garbage collector beans.
 */
@NullMarked
package io.cacheshrinker.agent.gc;

import org.jspecify.annotations.NullMarked;
