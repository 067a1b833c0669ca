package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.agent.registry.RegisteredShrinker;
import java.util.function.BiConsumer;

/**
 * Everything that a person or a program outside may do: look, and shrink by hand. Any thread; each
 * operation pins for itself. A wrong argument is an {@link IllegalArgumentException} that says what
 * is allowed.
 */
public interface Control {
  /** The agent now. */
  AgentState state();

  /** One pass over all groups at a priority 12 … 0; entries freed. */
  long shrink(int priority);

  /** One pass over one group at a priority 12 … 0; entries freed. */
  long shrinkGroup(String group, int priority);

  /** Sheds what the eviction contract allows, down to the floors; entries freed. */
  long dropAll();

  /** {@code shrink}, {@code observe} or {@code off}. */
  void changeMode(String mode);

  /** Entries in the cache now; 0 if it is gone. */
  long count(RegisteredShrinker shrinker);

  /** Scans entries of one cache, with no batching, debt or priority; entries freed. */
  long scan(RegisteredShrinker shrinker, long entries);

  /** Estimated bytes in the cache now; 0 while unknown. */
  long bytes(RegisteredShrinker shrinker);

  /** Scan work carried over from pass to pass, in entries. */
  long deferred(RegisteredShrinker shrinker);

  /** Tells each change of verdict, with its reason, on the agent's own thread. */
  void onVerdict(BiConsumer<String, String> verdictAndReason);
}
