package io.cacheshrinker.agent.registry;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** While an owner has excluded its shrinker no callback runs; afterwards they do again. */
public class ExcludeStress {
  private static final int ALONE = 1;
  private static final int WITH_THE_OWNER = 2;

  /** Whom the walker met; how far the callback was when the owner had excluded it. */
  @JCStressTest
  @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "the walker was refused")
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "it came after the pause")
  @Outcome(id = "1, 2, 1", expect = ACCEPTABLE, desc = "the owner waited for it")
  @Outcome(expect = FORBIDDEN, desc = "a callback in the pause, or none after it")
  @State
  public static class Walk {
    final Registry registry = new Registry();
    final CloseStress.Steps cache = new CloseStress.Steps();
    final RegisteredShrinker shrinker = Caches.live(registry, cache);

    @Actor
    public void walker(III_Result result) {
      registry.walk(
          "",
          (visited, of) -> {
            cache.progress = 1;
            result.r1 = cache.closed ? WITH_THE_OWNER : ALONE;
            cache.progress = 2;
            return true;
          });
    }

    @Actor
    public void owner(III_Result result) {
      registry.exclude(shrinker);
      cache.closed = true;
      result.r2 = cache.progress;
      cache.closed = false;
      registry.resume(shrinker);
    }

    @Arbiter
    public void after(III_Result result) {
      result.r3 = Pins.canEnter(shrinker) ? 1 : 0;
    }
  }

  /** Two pauses at once: the end of one does not end the other. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "nobody came in between")
  @Outcome(expect = FORBIDDEN, desc = "entered in a pause, or shut out for good")
  @State
  public static class TwoPauses {
    final Registry registry = new Registry();
    final Object cache = new Object();
    final RegisteredShrinker shrinker = Caches.live(registry, cache);

    private int pause() {
      registry.exclude(shrinker);
      int entered = Pins.canEnter(shrinker) ? 1 : 0;
      registry.resume(shrinker);
      return entered;
    }

    @Actor
    public void one(II_Result result) {
      result.r1 = pause();
    }

    @Actor
    public void other() {
      pause();
    }

    @Arbiter
    public void after(II_Result result) {
      result.r2 = Pins.canEnter(shrinker) ? 1 : 0;
    }
  }

  /** A close ends a pause that is not over, and both wait for the callback. */
  @JCStressTest
  @Outcome(id = "2, 2, 0", expect = ACCEPTABLE, desc = "both waited; closed for good")
  @Outcome(expect = FORBIDDEN, desc = "one did not wait, or it can be entered again")
  @State
  public static class Close {
    final Registry registry = new Registry();
    final CloseStress.Steps cache = new CloseStress.Steps();
    final RegisteredShrinker shrinker = Caches.live(registry, cache);

    public Close() {
      Pins.enter(shrinker);
    }

    @Actor
    public void pass(III_Result result) {
      cache.progress = 2;
      Pins.leave(registry, shrinker);
      registry.exclude(shrinker);
      result.r1 = cache.progress;
      registry.resume(shrinker);
    }

    @Actor
    public void closer(III_Result result) {
      registry.close(shrinker);
      result.r2 = cache.progress;
    }

    @Arbiter
    public void after(III_Result result) {
      result.r3 = Pins.canEnter(shrinker) ? 1 : 0;
    }
  }
}
