package io.cacheshrinker.agent.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("cacheshrinker.Ledger")
@Label("Effect")
@Description("What passes predicted, and what came back")
@Category("Cache Shrinker")
@StackTrace(false)
final class LedgerEvent extends Event {
  @DataAmount long predictedBytes;
  @DataAmount long returnedBytes;
}
