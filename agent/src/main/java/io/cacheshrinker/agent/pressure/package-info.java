/**
 * How hard to press: a pure control law over what collections tell, tested by feeding it numbers.
 *
 * <p>In: {@link io.cacheshrinker.agent.gc.HeapAfterGc}, {@link
 * io.cacheshrinker.agent.pressure.Marks}, and what passes freed.
 *
 * <p>Out: whether a pass is due, how many bytes it should free, and a {@link
 * io.cacheshrinker.agent.pressure.Verdict} with its reason.
 */
@NullMarked
package io.cacheshrinker.agent.pressure;

import org.jspecify.annotations.NullMarked;
