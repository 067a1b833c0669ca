/**
 * The way in: the few classes that the application could see, and the pipeline behind them.
 *
 * <p>In: {@code premain}, {@code agentmain} or {@code main} of the agent jar.
 *
 * <p>Out: stages instrument, registry, gc, pressure, shrink, jmx, started in that order.
 */
@NullMarked
package io.cacheshrinker.agent;

import org.jspecify.annotations.NullMarked;
