package io.cacheshrinker.agent.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

@Name("cacheshrinker.Pass")
@Label("Pass")
@Description("One walk over the caches")
@Category("Cache Shrinker")
@StackTrace(false)
final class PassEvent extends Event {
  @Description("graded, greedy or manual")
  @Nullable String kind;

  @DataAmount long neededBytes;

  @Description("By estimate; the heap shows it after a collection")
  @DataAmount
  long freedBytes;

  long scannedEntries;
  long freedEntries;
}
