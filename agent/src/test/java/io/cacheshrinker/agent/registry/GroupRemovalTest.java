package io.cacheshrinker.agent.registry;

import static io.cacheshrinker.agent.registry.Caches.live;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Debts by group: they belong to one shrinker and one group, and move up when the group goes. */
@Timeout(60)
class GroupRemovalTest {
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

  private Deferred debt(String group, RegisteredShrinker shrinker) {
    Deferred debt = new Deferred();
    Objects.requireNonNull(registry.group(group)).point(shrinker, debt);
    return debt;
  }

  @Test
  void debt_inAGroup_isNotThatInTheRoot() {
    RegisteredShrinker shrinker = born("shop");
    debt("shop", shrinker).add(5);
    shrinker.deferred().add(7);
    assertThat(debt("shop", shrinker).get()).isEqualTo(5);
    assertThat(debt(Scope.ALL_GROUPS, shrinker).get()).isEqualTo(7);
  }

  @Test
  void id_usedAgain_owesNothingInAnyGroup() {
    RegisteredShrinker first = born("shop");
    RegisteredShrinker stays = born("shop");
    debt("shop", first).add(5);
    first.deferred().add(7);
    debt("shop", stays).add(11);
    registry.close(first);
    RegisteredShrinker second = born("shop");
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(debt("shop", second).get()).isZero();
    assertThat(second.deferred().get()).isZero();
    assertThat(debt("shop", stays).get()).isEqualTo(11);
  }

  @Test
  void leaveGroup_oneOfSeveral_takesItsDebtAlongAndTheGroupStays() {
    RegisteredShrinker one = splitting();
    RegisteredShrinker other = splitting();
    one.mark("tenant");
    other.mark("tenant");
    debt("tenant", one).add(5);
    debt("tenant", other).add(11);
    one.deferred().add(7);
    one.leave("tenant");
    assertThat(walked("tenant")).containsExactly(other);
    assertThat(one.deferred().get()).isEqualTo(12);
    assertThat(debt("tenant", other).get()).isEqualTo(11);
    one.mark("tenant");
    assertThat(walked("tenant")).containsExactlyInAnyOrder(one, other);
    assertThat(debt("tenant", one).get()).isZero();
  }

  @Test
  void leaveGroup_tenantsThatComeAndGo_leaveNothingBehind() {
    RegisteredShrinker shrinker = splitting();
    for (int i = 0; i < 1000; i++) {
      shrinker.mark("tenant" + i);
      debt("tenant" + i, shrinker).add(1);
      shrinker.leave("tenant" + i);
      assertThat(registry.hasGroup("tenant" + i)).isFalse();
    }
    assertThat(shrinker.joined()).isEmpty();
    assertThat(shrinker.deferred().get()).isEqualTo(1000);
  }

  @Test
  void leaveGroup_itsOwnOrAStrange_hasNoEffect() {
    RegisteredShrinker shrinker = born("shop");
    shrinker.leave("shop");
    shrinker.leave("nowhere");
    assertThat(walked("shop")).containsExactly(shrinker);
  }

  private RegisteredShrinker splitting() {
    Object cache = new Object();
    kept.add(cache);
    RegisteredShrinker shrinker = Objects.requireNonNull(registry.alloc(Caches.splitting(cache)));
    registry.register(shrinker);
    born.add(shrinker);
    return shrinker;
  }

  @Test
  void removeGroup_itsShrinkersLiveOnInTheRootWithTheirDebts() {
    List<RegisteredShrinker> tenants = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      born(Scope.ALL_GROUPS);
      tenants.add(born("shop"));
      debt("shop", tenants.get(i)).add(i);
      tenants.get(i).deferred().add(1000);
    }
    registry.removeGroup("shop");
    assertThat(registry.hasGroup("shop")).isFalse();
    for (int i = 0; i < 200; i++) {
      assertThat(tenants.get(i).group()).isEqualTo(Scope.ALL_GROUPS);
      assertThat(tenants.get(i).deferred().get()).isEqualTo(1000 + i);
    }
    assertThat(walked(Scope.ALL_GROUPS)).hasSize(400);
    RegisteredShrinker next = born("shop");
    assertThat(walked("shop")).containsExactly(next);
    tenants.forEach(registry::close);
    assertThat(walked(Scope.ALL_GROUPS)).hasSize(201);
  }

  @Test
  void removeGroup_ofAShrinkerThatSplits_endsItsMembershipOnly() {
    Object cache = new Object();
    RegisteredShrinker shared = Objects.requireNonNull(registry.alloc(Caches.splitting(cache)));
    born.add(shared);
    registry.register(shared);
    shared.mark("shop");
    debt("shop", shared).add(3);
    registry.removeGroup("shop");
    assertThat(shared.deferred().get()).isEqualTo(3);
    assertThat(walked(Scope.ALL_GROUPS)).containsExactly(shared);
    shared.mark("shop");
    assertThat(walked("shop")).containsExactly(shared);
    assertThat(debt("shop", shared).get()).isZero();
    registry.close(shared);
    assertThat(cache).isNotNull();
  }

  @Test
  void removeGroup_theRootOrNobodys_changesNothing() {
    RegisteredShrinker shrinker = born("shop");
    registry.removeGroup(Scope.ALL_GROUPS);
    registry.removeGroup("nobody");
    assertThat(walked("shop")).containsExactly(shrinker);
    assertThat(walked(Scope.ALL_GROUPS)).containsExactly(shrinker);
  }

  @Test
  void pass_underWayWhenItsGroupGoes_paysWhatIsLeftToTheParent() {
    RegisteredShrinker shrinker = born("shop");
    debt("shop", shrinker).add(50);
    Group shop = Objects.requireNonNull(registry.group("shop"));
    Deferred debt = new Deferred();
    registry.walk(
        shop,
        (s, cache) -> {
          shop.point(s, debt);
          long taken = debt.take();
          registry.removeGroup("shop");
          debt.add(taken - 8);
          return true;
        });
    assertThat(shrinker.deferred().get()).isEqualTo(42);
    assertThat(debt.get()).isZero();
    assertThat(walked(shop)).isEmpty();
  }

  /** Whatever the interleaving of passes and removal: nothing is lost, nothing is counted twice. */
  @RepeatedTest(30)
  void sumOfDebts_passesAgainstRemoval_isConserved() throws Exception {
    int shrinkers = 70;
    long sum = 0;
    List<RegisteredShrinker> tenants = new ArrayList<>();
    Random random = new Random(4711);
    for (int i = 0; i < shrinkers; i++) {
      tenants.add(born("shop"));
      long child = random.nextInt(1_000_000);
      long parent = random.nextInt(1_000_000);
      debt("shop", tenants.get(i)).add(child);
      tenants.get(i).deferred().add(parent);
      sum += child + parent;
    }
    Group shop = Objects.requireNonNull(registry.group("shop"));
    ExecutorService passes = Executors.newFixedThreadPool(2);
    Runnable pass =
        () -> {
          Deferred debt = new Deferred();
          for (int i = 0; i < 20; i++) {
            registry.walk(
                shop,
                (s, cache) -> {
                  shop.point(s, debt);
                  debt.add(debt.take());
                  return true;
                });
          }
        };
    Future<?> one = passes.submit(pass);
    Future<?> two = passes.submit(pass);
    registry.removeGroup("shop");
    one.get();
    two.get();
    passes.shutdown();
    long after = 0;
    for (RegisteredShrinker tenant : tenants) {
      after += tenant.deferred().get();
    }
    assertThat(after).isEqualTo(sum);
  }

  private List<RegisteredShrinker> walked(String group) {
    return walked(Objects.requireNonNull(registry.group(group)));
  }

  private List<RegisteredShrinker> walked(Group group) {
    List<RegisteredShrinker> seen = new ArrayList<>();
    registry.walk(group, (s, cache) -> seen.add(s));
    return seen;
  }
}
