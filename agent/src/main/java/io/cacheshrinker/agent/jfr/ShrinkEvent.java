package io.cacheshrinker.agent.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

@Name("cacheshrinker.Shrink")
@Label("Shrink")
@Description("One cache at one priority, in units of 1 KiB")
@Category("Cache Shrinker")
@StackTrace(false)
final class ShrinkEvent extends Event {
  @Nullable String name;
  int seeks;
  int priority;
  long freeable;
  long delta;
  long deferred;
  long totalScan;
  long scanned;
  long freed;
  long nextDeferred;
}
