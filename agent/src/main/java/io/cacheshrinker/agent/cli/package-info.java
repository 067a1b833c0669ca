/**
 * The agent jar as a command: look at the caches of running JVMs, shrink them by hand, attach. Runs
 * in a JVM of its own; speaks JMX by attribute names only, so it reads agents of other versions.
 *
 * <p>In: arguments, and the beans of the targets.
 *
 * <p>Out: text or JSON, and an exit code: 0 done, 1 failed, 2 usage.
 */
@NullMarked
package io.cacheshrinker.agent.cli;

import org.jspecify.annotations.NullMarked;
