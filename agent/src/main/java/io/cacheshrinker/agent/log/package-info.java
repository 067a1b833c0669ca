/**
 * What the agent says.
 *
 * <p>In: messages, through slf4j's {@link org.slf4j.Logger}.
 *
 * <p>Out: lines on standard error that begin with {@code cache-shrinker: }.
 */
@NullMarked
package io.cacheshrinker.agent.log;

import org.jspecify.annotations.NullMarked;
