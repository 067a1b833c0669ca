/**
 * The command {@code demo-app/run}: the same service in the same heap without and with the agent,
 * judged from outside.
 *
 * <p>In: options, the jars of the service and of the agent, an access trace. Out: a table, a line
 * of JSON, an exit code.
 */
@NullMarked
package io.cacheshrinker.demo.run;

import org.jspecify.annotations.NullMarked;
