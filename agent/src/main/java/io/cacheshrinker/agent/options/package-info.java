/**
 * What the user asked for.
 *
 * <p>In: agent arguments, system properties, environment, a properties file.
 *
 * <p>Out: {@link io.cacheshrinker.agent.options.Options}, complete whatever was written, and one
 * complaint for each thing that was wrong.
 */
@NullMarked
package io.cacheshrinker.agent.options;

import org.jspecify.annotations.NullMarked;
