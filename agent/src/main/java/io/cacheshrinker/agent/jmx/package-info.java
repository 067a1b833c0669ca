/**
 * The agent as others see it: one bean for the agent and one for each cache, domain {@code
 * io.cacheshrinker}.
 *
 * <p>In: {@link io.cacheshrinker.agent.shrink.Control} and the live shrinkers of the registry.
 *
 * <p>Out: {@link io.cacheshrinker.agent.jmx.AgentMXBean}, {@link
 * io.cacheshrinker.agent.jmx.ShrinkerMXBean}, and a notification on each change of verdict.
 */
@NullMarked
package io.cacheshrinker.agent.jmx;

import org.jspecify.annotations.NullMarked;
