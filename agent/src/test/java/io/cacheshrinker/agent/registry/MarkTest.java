package io.cacheshrinker.agent.registry;

import static io.cacheshrinker.agent.registry.Caches.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheshrinker.Scope;
import io.cacheshrinker.Shrinker;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who says that it is empty is left out of walks until it is marked. */
@Timeout(60)
class MarkTest {
  private final Registry registry = new Registry();
  private final List<Object> kept = new ArrayList<>();
  private final List<RegisteredShrinker> born = new ArrayList<>();

  @AfterEach
  void noPinIsLeft() {
    assertThat(born).allSatisfy(s -> assertThat(s.pins()).isZero());
  }

  private RegisteredShrinker born(String group) {
    Object cache = new Object();
    kept.add(cache);
    RegisteredShrinker shrinker = live(registry, cache, group);
    born.add(shrinker);
    return shrinker;
  }

  private RegisteredShrinker splitting() {
    Object cache = new Object();
    kept.add(cache);
    RegisteredShrinker shrinker = Objects.requireNonNull(registry.alloc(Caches.splitting(cache)));
    registry.register(shrinker);
    born.add(shrinker);
    return shrinker;
  }

  private List<RegisteredShrinker> walked(String group) {
    List<RegisteredShrinker> seen = new ArrayList<>();
    registry.walk(group, (s, cache) -> seen.add(s));
    return seen;
  }

  /** One pass over a group in which each shrinker gives these answers, one after the other. */
  private int pass(String group, long... answers) {
    int[] asked = new int[1];
    Group over = Objects.requireNonNull(registry.group(group));
    registry.walk(
        over,
        (s, cache) -> {
          long answer = over.run(s, cache, (same, c) -> answers[asked[0]++]);
          assertThat(answer).isNotEqualTo(Shrinker.EMPTY);
          return true;
        });
    return asked[0];
  }

  @Test
  void empty_saidTwice_restsUntilItIsMarked() {
    RegisteredShrinker shrinker = born(Scope.ALL_GROUPS);
    shrinker.mark();
    assertThat(pass(Scope.ALL_GROUPS, Shrinker.EMPTY, Shrinker.EMPTY)).isEqualTo(2);
    assertThat(walked(Scope.ALL_GROUPS)).isEmpty();
    shrinker.mark();
    assertThat(walked(Scope.ALL_GROUPS)).containsExactly(shrinker);
  }

  @Test
  void empty_notSoWhenAskedAgain_isVisitedNextTime() {
    RegisteredShrinker shrinker = born(Scope.ALL_GROUPS);
    shrinker.mark();
    assertThat(pass(Scope.ALL_GROUPS, Shrinker.EMPTY, 7)).isEqualTo(2);
    assertThat(walked(Scope.ALL_GROUPS)).containsExactly(shrinker);
  }

  @Test
  void zero_isNoPromise_isVisitedNextTime() {
    RegisteredShrinker shrinker = born(Scope.ALL_GROUPS);
    shrinker.mark();
    assertThat(pass(Scope.ALL_GROUPS, 0)).isEqualTo(1);
    assertThat(walked(Scope.ALL_GROUPS)).containsExactly(shrinker);
  }

  @Test
  void empty_ofOneWhoNeverMarks_isNoMoreThanZero() {
    RegisteredShrinker shrinker = born(Scope.ALL_GROUPS);
    assertThat(pass(Scope.ALL_GROUPS, Shrinker.EMPTY)).isEqualTo(1);
    assertThat(walked(Scope.ALL_GROUPS)).containsExactly(shrinker);
  }

  @Test
  void secondLook_throws_leavesTheBitSet() {
    RegisteredShrinker shrinker = born(Scope.ALL_GROUPS);
    shrinker.mark();
    Group root = Objects.requireNonNull(registry.group(Scope.ALL_GROUPS));
    int[] asked = new int[1];
    assertThatThrownBy(
            () ->
                registry.walk(
                    root,
                    (s, cache) -> {
                      root.run(
                          s,
                          cache,
                          (same, c) -> {
                            if (asked[0]++ == 1) {
                              throw new OutOfMemoryError("planted");
                            }
                            return Shrinker.EMPTY;
                          });
                      return true;
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(walked(Scope.ALL_GROUPS)).containsExactly(shrinker);
  }

  @Test
  void empty_inOneGroup_restsThereOnly() {
    RegisteredShrinker shrinker = born("shop");
    shrinker.mark();
    pass("shop", Shrinker.EMPTY, Shrinker.EMPTY);
    assertThat(walked("shop")).isEmpty();
    assertThat(walked(Scope.ALL_GROUPS)).containsExactly(shrinker);
    shrinker.mark();
    assertThat(walked("shop")).containsExactly(shrinker);
  }

  @Test
  void mark_beforeRegister_isNotLost() {
    Object cache = new Object();
    kept.add(cache);
    RegisteredShrinker young = Caches.allocated(registry, cache, "shop");
    born.add(young);
    young.mark();
    assertThat(walked("shop")).isEmpty();
    assertThat(walked(Scope.ALL_GROUPS)).isEmpty();
    registry.register(young);
    assertThat(walked("shop")).containsExactly(young);
    assertThat(walked(Scope.ALL_GROUPS)).containsExactly(young);
  }

  @Test
  void mark_byTheFormerOwnerOfAnId_bringsTheNewOneIntoNoForeignGroup() {
    RegisteredShrinker former = splitting();
    former.mark("shop");
    RegisteredShrinker keepsShop = born("shop");
    registry.close(former);
    RegisteredShrinker next = born("blog");
    assertThat(next.id()).isEqualTo(former.id());
    former.mark("shop");
    Objects.requireNonNull(registry.group("shop")).unit(0).mark(former.id());
    assertThat(walked("shop")).containsExactly(keepsShop);
    assertThat(walked("blog")).containsExactly(next);
  }

  @Test
  void splitting_markedInGroups_isWalkedInEachAndInTheRoot() {
    RegisteredShrinker shared = splitting();
    shared.mark("shop");
    shared.mark("blog");
    assertThat(walked("shop")).containsExactly(shared);
    assertThat(walked("blog")).containsExactly(shared);
    assertThat(walked("nobody")).isEmpty();
    assertThat(walked(Scope.ALL_GROUPS)).containsExactly(shared);
    pass("shop", Shrinker.EMPTY, Shrinker.EMPTY);
    assertThat(walked("shop")).isEmpty();
    assertThat(walked("blog")).containsExactly(shared);
    registry.close(shared);
    assertThat(registry.hasGroup("shop")).isFalse();
    assertThat(registry.hasGroup("blog")).isFalse();
  }

  @Test
  void mark_inAForeignGroup_ofOneThatCannotBeSplit_staysAtHome() {
    RegisteredShrinker shrinker = born("shop");
    shrinker.mark("blog");
    assertThat(registry.hasGroup("blog")).isFalse();
    assertThat(walked("shop")).containsExactly(shrinker);
  }

  /** No insertion stays unseen, whatever the order of insertions, marks and EMPTY answers. */
  @Test
  void insertions_againstPasses_areAllTakenOut() throws Exception {
    RegisteredShrinker shrinker = born(Scope.ALL_GROUPS);
    shrinker.mark();
    AtomicLong objects = new AtomicLong();
    AtomicLong taken = new AtomicLong();
    AtomicBoolean done = new AtomicBoolean();
    int insertions = 200_000;
    ExecutorService walkers = Executors.newFixedThreadPool(2);
    Group root = Objects.requireNonNull(registry.group(Scope.ALL_GROUPS));
    Group.Run takeAll =
        (s, cache) -> {
          long found = objects.getAndSet(0);
          taken.addAndGet(found);
          return found == 0 ? Shrinker.EMPTY : found;
        };
    Runnable walker =
        () -> {
          while (!done.get()) {
            registry.walk(root, (s, cache) -> root.run(s, cache, takeAll) >= 0);
          }
        };
    Future<?> one = walkers.submit(walker);
    Future<?> two = walkers.submit(walker);
    for (int i = 0; i < insertions; i++) {
      objects.incrementAndGet();
      shrinker.mark();
    }
    done.set(true);
    one.get();
    two.get();
    registry.walk(root, (s, cache) -> root.run(s, cache, takeAll) >= 0);
    assertThat(taken).hasValue(insertions);
    walkers.shutdown();
  }
}
