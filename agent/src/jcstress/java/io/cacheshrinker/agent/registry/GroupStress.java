package io.cacheshrinker.agent.registry;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A group goes while a pass is in it. */
public class GroupStress {

  /** What is owed in the group and what is owed in the root is owed in the root afterwards. */
  @JCStressTest
  @Outcome(id = "10, 0", expect = ACCEPTABLE, desc = "2 in the root, 3 in the group, 5 late")
  @Outcome(expect = FORBIDDEN, desc = "work lost, done twice, or left behind")
  @State
  public static class Debt {
    final Registry registry = new Registry();
    final Object cache = new Object();
    final RegisteredShrinker shrinker = Caches.live(registry, cache, "shop");
    final Group shop = Objects.requireNonNull(registry.group("shop"));
    final Group root = Objects.requireNonNull(registry.group(""));
    final Deferred inShop = new Deferred();

    public Debt() {
      owes(root).add(2);
      shop.point(shrinker, inShop);
      inShop.add(3);
    }

    private Deferred owes(Group in) {
      Deferred debt = new Deferred();
      in.point(shrinker, debt);
      return debt;
    }

    @Actor
    public void pass() {
      if (shrinker.pin() != null) {
        inShop.add(5);
        shrinker.unpin();
      }
    }

    @Actor
    public void undeployer() {
      registry.removeGroup("shop");
    }

    @Arbiter
    public void after(JJ_Result result) {
      result.r1 = owes(root).get();
      result.r2 = owes(shop).get();
    }
  }

  /** It is walked in the group before, in the root always, and never in the group afterwards. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the group had gone")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the group was still there")
  @Outcome(expect = FORBIDDEN, desc = "lost to the root, or found in a group that is gone")
  @State
  public static class Walk {
    final Registry registry = new Registry();
    final Object cache = new Object();
    final RegisteredShrinker shrinker = Caches.live(registry, cache, "shop");
    final Group shop = Objects.requireNonNull(registry.group("shop"));

    @Actor
    public void pass(II_Result result) {
      registry.walk(shop, (visited, of) -> ++result.r1 > 0);
    }

    @Actor
    public void undeployer() {
      shrinker.mark();
      registry.removeGroup("shop");
    }

    @Arbiter
    public void after(II_Result result) {
      registry.walk("", (visited, of) -> ++result.r2 > 0);
      registry.walk(shop, (visited, of) -> (result.r2 += 10) > 0);
    }
  }
}
