package io.cacheshrinker.agent.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

@Name("cacheshrinker.Born")
@Label("Cache Found")
@Description("A cache was registered")
@Category("Cache Shrinker")
@StackTrace(false)
final class BornEvent extends Event {
  @Nullable String name;
  @Nullable String library;
  @Nullable String createdAt;
  @Nullable String group;
  @Nullable String evictionClass;
  boolean eligible;
  @Nullable String reason;
}
