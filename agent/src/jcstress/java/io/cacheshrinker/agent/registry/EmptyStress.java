package io.cacheshrinker.agent.registry;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.cacheshrinker.Shrinker;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What is inserted is found by a walk, however EMPTY answers and marks fall together. */
public class EmptyStress {

  /** The walker asks while the first object comes. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "not seen, but the next walk will")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "seen")
  @Outcome(expect = FORBIDDEN, desc = "the object is there and no walk will come")
  @State
  public static class Insert extends Box {
    public Insert() {
      shrinker.mark();
    }

    @Actor
    public void inserter() {
      insert();
    }

    @Actor
    public void walker(II_Result result) {
      result.r1 = pass();
    }

    @Arbiter
    public void after(II_Result result) {
      result.r2 = pass();
    }
  }

  /** As {@link Insert}, and nobody had ever marked before: EMPTY may not be believed yet. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "not seen, but the next walk will")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "seen")
  @Outcome(expect = FORBIDDEN, desc = "the object is there and no walk will come")
  @State
  public static class FirstMark extends Box {
    @Actor
    public void inserter() {
      insert();
    }

    @Actor
    public void walker(II_Result result) {
      result.r1 = pass();
    }

    @Arbiter
    public void after(II_Result result) {
      result.r2 = pass();
    }
  }

  /** As {@link Insert}, but the bit is clear at the start, and the inserter walks too. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "the next walk finds it")
  @Outcome(expect = FORBIDDEN, desc = "two walks between them lost it")
  @State
  public static class AfterRest extends Box {
    public AfterRest() {
      shrinker.mark();
      if (pass() != 0 || (root.unit(0).map() & 1) != 0) {
        throw new AssertionError("does not rest");
      }
    }

    @Actor
    public void inserter() {
      insert();
      pass();
    }

    @Actor
    public void walker() {
      pass();
    }

    @Arbiter
    public void after(I_Result result) {
      result.r1 = pass();
    }
  }

  /**
   * A cache that can hold one object. The field is plain: the protocol's fences are what counts.
   */
  public static class Box {
    final Registry registry = new Registry();
    final RegisteredShrinker shrinker = Caches.live(registry, this);
    final Group root = Objects.requireNonNull(registry.group(""));
    int objects;

    void insert() {
      objects = 1;
      shrinker.mark();
    }

    /** How many objects a pass finds. */
    int pass() {
      int[] found = new int[1];
      registry.walk(root, (visited, cache) -> (found[0] += ask(visited, cache)) >= 0);
      return found[0];
    }

    private int ask(RegisteredShrinker visited, Object cache) {
      return (int) root.run(visited, cache, (s, c) -> objects == 0 ? Shrinker.EMPTY : objects);
    }
  }
}
