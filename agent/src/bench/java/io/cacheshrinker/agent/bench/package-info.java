/**
 * What {@code demo-app/bench} measures of the registry and its passes: programs that run the
 * production classes as they are, and the registries that they are compared with.
 *
 * <p>In: arguments of a {@code main}.
 *
 * <p>Out: lines of {@code key=value} on standard output; see {@link
 * io.cacheshrinker.agent.bench.Answer}.
 *
 * <p>Here and not in demo-app, because in the agent's jar these classes are where nobody finds
 * them, so nothing can be compiled against it; and apart from the tests, because those are not
 * built from a fresh clone by somebody who only wants to measure.
 */
package io.cacheshrinker.agent.bench;
