package io.cacheshrinker.agent.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

@Name("cacheshrinker.Verdict")
@Label("Verdict")
@Description("What the controller thinks of the heap")
@Category("Cache Shrinker")
@StackTrace(false)
final class VerdictEvent extends Event {
  @Nullable String verdict;
  @Nullable String reason;
}
