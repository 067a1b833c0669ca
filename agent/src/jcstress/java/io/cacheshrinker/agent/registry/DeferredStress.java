package io.cacheshrinker.agent.registry;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Deferred work is neither lost nor done twice. */
public class DeferredStress {

  /** One pass takes the debt while another adds what it has left. */
  @JCStressTest
  @Outcome(id = "5, 3", expect = ACCEPTABLE, desc = "taken before")
  @Outcome(id = "8, 0", expect = ACCEPTABLE, desc = "taken with it")
  @Outcome(expect = FORBIDDEN, desc = "work lost or invented")
  @State
  public static class TakeAndAdd {
    final Deferred debt = new Deferred();

    public TakeAndAdd() {
      debt.add(5);
    }

    @Actor
    public void taker(JJ_Result result) {
      result.r1 = debt.take();
    }

    @Actor
    public void adder() {
      debt.add(3);
    }

    @Arbiter
    public void left(JJ_Result result) {
      result.r2 = debt.get();
    }
  }

  /** Two passes, each takes and puts back less: what is gone is what they worked off. */
  @JCStressTest
  @Outcome(id = "8, 0, 7", expect = ACCEPTABLE, desc = "the first took all")
  @Outcome(id = "0, 8, 7", expect = ACCEPTABLE, desc = "the second took all")
  @Outcome(id = "8, 7, 6", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(id = "7, 8, 6", expect = ACCEPTABLE, desc = "the other way round")
  @Outcome(expect = FORBIDDEN, desc = "the debt went to both, or to neither")
  @State
  public static class TwoPasses {
    final Deferred debt = new Deferred();

    public TwoPasses() {
      debt.add(8);
    }

    private long pass() {
      long taken = debt.take();
      debt.add(Math.max(0, taken - 1));
      return taken;
    }

    @Actor
    public void one(JJJ_Result result) {
      result.r1 = pass();
    }

    @Actor
    public void other(JJJ_Result result) {
      result.r2 = pass();
    }

    @Arbiter
    public void left(JJJ_Result result) {
      result.r3 = debt.get();
    }
  }
}
