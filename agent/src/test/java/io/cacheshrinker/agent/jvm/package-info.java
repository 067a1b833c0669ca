/** Programs in JVMs of their own, with the agent jar as users have it. */
@NullMarked
package io.cacheshrinker.agent.jvm;

import org.jspecify.annotations.NullMarked;
