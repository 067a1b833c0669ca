package io.cacheshrinker.agent.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("cacheshrinker.Pressure")
@Label("Heap After Collection")
@Description("A collection that could tell what is live")
@Category("Cache Shrinker")
@StackTrace(false)
final class PressureEvent extends Event {
  @DataAmount long liveBytes;
  @DataAmount long creditBytes;
  @DataAmount long capacityBytes;
  int priority;

  @Description("What a pass is to free; zero if none is due")
  @DataAmount
  long neededBytes;
}
