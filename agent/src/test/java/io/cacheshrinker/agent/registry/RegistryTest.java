package io.cacheshrinker.agent.registry;

import static io.cacheshrinker.agent.registry.Caches.allocated;
import static io.cacheshrinker.agent.registry.Caches.live;
import static io.cacheshrinker.agent.registry.Caches.newborn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheshrinker.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private final Registry registry = new Registry();
  private final List<Object> kept = new ArrayList<>();

  private Object cache() {
    Object cache = new Object();
    kept.add(cache);
    return cache;
  }

  @AfterEach
  void noPinIsLeft() {
    assertThat(registry.shrinkers()).allSatisfy(s -> assertThat(s.pins()).isZero());
  }

  private List<RegisteredShrinker> walked(String group) {
    List<RegisteredShrinker> seen = new ArrayList<>();
    registry.walk(
        group,
        (shrinker, cache) -> {
          assertThat(shrinker.pins()).isPositive();
          return seen.add(shrinker);
        });
    return seen;
  }

  @Test
  void alloc_notRegistered_notEntered() {
    RegisteredShrinker shrinker = allocated(registry, cache(), Scope.ALL_GROUPS);
    assertThat(shrinker.pin()).isNull();
    assertThat(walked(Scope.ALL_GROUPS)).isEmpty();
    assertThat(registry.shrinkers()).isEmpty();
    registry.register(shrinker);
    assertThat(walked(Scope.ALL_GROUPS)).containsExactly(shrinker);
    assertThat(registry.shrinkers()).containsExactly(shrinker);
  }

  @Test
  void alloc_sameInstance_null() {
    Object cache = cache();
    RegisteredShrinker first = live(registry, cache);
    assertThat(registry.alloc(newborn(cache))).isNull();
    registry.close(first);
    assertThat(registry.alloc(newborn(cache))).isNotNull();
  }

  @Test
  void alloc_equalInstances_bothAndNoMethodOfTheirsCalled() {
    class Hostile {
      @Override
      public boolean equals(Object other) {
        throw new IllegalStateException("equals called");
      }

      @Override
      public int hashCode() {
        throw new IllegalStateException("hashCode called");
      }
    }

    Object first = new Hostile();
    Object second = new Hostile();
    RegisteredShrinker one = allocated(registry, first, Scope.ALL_GROUPS);
    RegisteredShrinker two = allocated(registry, second, Scope.ALL_GROUPS);
    assertThat(registry.alloc(newborn(first))).isNull();
    registry.close(one);
    registry.close(two);
  }

  @Test
  void close_everyState_endsItAndTwiceIsOnce() {
    RegisteredShrinker allocated = allocated(registry, cache(), Scope.ALL_GROUPS);
    registry.close(allocated);
    registry.register(allocated);
    assertThat(allocated.pin()).isNull();
    registry.close(allocated);

    RegisteredShrinker registered = live(registry, cache());
    assertThat(registered.id()).isZero();
    registry.close(registered);
    registry.close(registered);
    assertThat(registered.pin()).isNull();

    assertThat(live(registry, cache()).id()).isZero();
    assertThat(live(registry, cache()).id()).isEqualTo(1);
  }

  @Test
  void id_usedAgain_startsWithoutDebt() {
    RegisteredShrinker first = live(registry, cache());
    RegisteredShrinker second = live(registry, cache());
    first.deferred().add(4711);
    registry.close(first);
    RegisteredShrinker third = live(registry, cache());
    assertThat(third.id()).isEqualTo(first.id());
    assertThat(third.deferred().get()).isZero();
    assertThat(first.pin()).isNull();
    assertThat(walked(Scope.ALL_GROUPS)).containsExactly(third, second);
  }

  @Test
  void id_freed_smallestFirst() {
    List<RegisteredShrinker> all = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      all.add(live(registry, cache()));
    }
    for (int id : new int[] {699, 300, 64, 5, 256}) {
      registry.close(all.get(id));
    }
    for (int id : new int[] {5, 64, 256, 300, 699, 700}) {
      assertThat(live(registry, cache()).id()).isEqualTo(id);
    }
  }

  @Test
  void walk_namedGroup_onlyItsOwn() {
    RegisteredShrinker shared = live(registry, cache());
    RegisteredShrinker shop = live(registry, cache(), "shop");
    RegisteredShrinker blog = live(registry, cache(), "blog");
    assertThat(walked("shop")).containsExactly(shop);
    assertThat(walked("blog")).containsExactly(blog);
    assertThat(walked("nobody")).isEmpty();
    assertThat(walked(Scope.ALL_GROUPS)).containsExactly(shared, shop, blog);
    registry.close(shop);
    assertThat(walked("shop")).isEmpty();
    assertThat(walked(Scope.ALL_GROUPS)).containsExactly(shared, blog);
  }

  @Test
  void walk_visitorSaysFalse_ends() {
    RegisteredShrinker first = live(registry, cache());
    live(registry, cache());
    List<RegisteredShrinker> seen = new ArrayList<>();
    registry.walk(
        Scope.ALL_GROUPS,
        (shrinker, cache) -> {
          seen.add(shrinker);
          return false;
        });
    assertThat(seen).containsExactly(first);
  }

  @Test
  void walk_visitorThrows_unpins() {
    RegisteredShrinker shrinker = live(registry, cache());
    assertThatThrownBy(
            () ->
                registry.walk(
                    Scope.ALL_GROUPS,
                    (s, cache) -> {
                      throw new OutOfMemoryError("planted");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(shrinker.pins()).isZero();
  }

  @Test
  void walk_callbackRegistersAndClosesOthers_goesOn() {
    live(registry, cache());
    RegisteredShrinker second = live(registry, cache());
    Set<RegisteredShrinker> seen = new HashSet<>();
    registry.walk(
        Scope.ALL_GROUPS,
        (shrinker, cache) -> {
          seen.add(shrinker);
          registry.close(second);
          for (int i = 0; i < 200; i++) {
            live(registry, cache());
          }
          return seen.size() < 1000;
        });
    assertThat(seen).hasSizeGreaterThan(1).doesNotContain(second);
  }

  @Test
  void close_insideOwnCallback_completesWhenItReturns() {
    RegisteredShrinker shrinker = live(registry, cache());
    registry.walk(
        Scope.ALL_GROUPS,
        (self, cache) -> {
          registry.close(self);
          assertThat(self.pins()).isEqualTo(1);
          assertThat(self.pin()).isNull();
          assertThat(registry.alloc(newborn(cache))).isNull();
          return true;
        });
    assertThat(shrinker.pins()).isZero();
    assertThat(live(registry, cache()).id()).isEqualTo(shrinker.id());
  }

  @Test
  void close_insideNestedOwnCallback_completesWithTheOuter() {
    RegisteredShrinker shrinker = live(registry, cache());
    shrinker.pin();
    shrinker.pin();
    registry.close(shrinker);
    shrinker.unpin();
    assertThat(shrinker.pins()).isEqualTo(1);
    shrinker.unpin();
    assertThat(live(registry, cache()).id()).isEqualTo(shrinker.id());
  }

  @Test
  void unpin_notPinned_refusedAndCountKept() {
    RegisteredShrinker shrinker = live(registry, cache());
    assertThatThrownBy(shrinker::unpin).isInstanceOf(IllegalStateException.class);
    assertThat(shrinker.pins()).isZero();
  }

  @Test
  void pin_tooDeepInCallbacks_skipped() {
    RegisteredShrinker shrinker = live(registry, cache());
    for (int i = 0; i < Held.DEPTH; i++) {
      assertThat(shrinker.pin()).isNotNull();
    }
    assertThat(shrinker.pin()).isNull();
    for (int i = 0; i < Held.DEPTH; i++) {
      shrinker.unpin();
    }
  }

  @Test
  void demote_twice_firstReasonStays() {
    RegisteredShrinker shrinker = live(registry, cache());
    assertThat(shrinker.mayShrink()).isTrue();
    shrinker.demote("first");
    shrinker.demote("second");
    assertThat(shrinker.mayShrink()).isFalse();
    assertThat(shrinker.reason()).isEqualTo("first");
  }

  @Test
  void registry_hundredThousand_allocWalkClose() {
    int many = 100_000;
    List<RegisteredShrinker> all = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      all.add(live(registry, cache()));
    }
    assertThat(registry.shrinkers()).hasSize(many);
    int[] visited = new int[1];
    registry.walk(Scope.ALL_GROUPS, (shrinker, cache) -> ++visited[0] > 0);
    assertThat(visited[0]).isEqualTo(many);
    all.forEach(registry::close);
    assertThat(registry.shrinkers()).isEmpty();
  }
}
