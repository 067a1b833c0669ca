package io.cacheshrinker.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cacheshrinker.Scope;
import io.cacheshrinker.Shrinker;
import io.cacheshrinker.ShrinkerHandle;
import io.cacheshrinker.Shrinkers;
import io.cacheshrinker.agent.options.Options;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integrations;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handles of an application, from their registration to the registry and back. */
@Timeout(60)
class OwnedCachesTest {
  private final Instrumentation instrumentation = ByteBuddyAgent.install();
  private final List<Integration> integrations = Integrations.all();
  private final Births births = new Births(integrations, () -> {});
  private final Inventory inventory = new Inventory(() -> {});
  private final Weaver weaver = new Weaver(integrations, inventory);
  private final Registry registry = new Registry();
  private final List<RegisteredShrinker> seen = new ArrayList<>();
  private final List<ShrinkerHandle> handles = new ArrayList<>();
  private Registrar registrar = registrar("");

  /** A cache that is a number of entries. */
  private static class Pages implements Shrinker {
    volatile long entries = 1000;
    volatile String lastGroup = "";

    @Override
    public long count(Scope scope) {
      lastGroup = scope.group();
      return entries;
    }

    @Override
    public long scan(Scope scope) {
      long freed = Math.min(scope.asked(), entries);
      entries -= freed;
      return freed;
    }
  }

  private Registrar registrar(String options) {
    Options read = Options.read(options, Map.of(), new Properties()).options();
    return new Registrar(births, integrations, instrumentation, inventory, read, registry);
  }

  @BeforeEach
  void weave() throws Exception {
    Hook.connect(instrumentation, births);
    instrumentation.addTransformer(weaver, true);
    instrumentation.retransformClasses(Shrinkers.class);
  }

  @AfterEach
  void noPinIsLeft() throws Exception {
    handles.forEach(ShrinkerHandle::close);
    instrumentation.removeTransformer(weaver);
    Hook.find(null);
    Class.forName("java.lang.CacheShrinkerHook").getField("sink").set(null, null);
    instrumentation.retransformClasses(Shrinkers.class);
    assertThat(seen).allSatisfy(shrinker -> assertThat(shrinker.pins()).isZero());
  }

  private ShrinkerHandle kept(ShrinkerHandle handle) {
    handles.add(handle);
    return handle;
  }

  private RegisteredShrinker only() {
    registrar.drain();
    assertThat(inventory.unregistered()).isEmpty();
    RegisteredShrinker only = registry.shrinkers().get(0);
    assertThat(registry.shrinkers()).containsExactly(only);
    seen.add(only);
    return only;
  }

  private long count(RegisteredShrinker shrinker) {
    Object cache = shrinker.pin();
    try {
      return cache == null ? -7 : shrinker.callbacks(cache).count(cache);
    } finally {
      if (cache != null) {
        shrinker.unpin();
      }
    }
  }

  private long scan(RegisteredShrinker shrinker, long asked) {
    Object cache = shrinker.pin();
    try {
      return cache == null ? -7 : shrinker.callbacks(cache).scan(cache, asked, new long[] {asked});
    } finally {
      if (cache != null) {
        shrinker.unpin();
      }
    }
  }

  @Test
  void handle_registered_isAShrinkerAsItsOwnerSaid() {
    Pages pages = new Pages();
    ShrinkerHandle handle =
        Shrinkers.alloc("product pages")
            .seeks(5)
            .batch(16)
            .floor(7)
            .bytesPerEntry(300)
            .group("shop")
            .register(pages);
    kept(handle);
    RegisteredShrinker shrinker = only();
    assertThat(shrinker.name()).isEqualTo("product_pages");
    assertThat(shrinker.library()).isEqualTo("custom");
    assertThat(shrinker.evictionClass()).isEqualTo("A");
    assertThat(shrinker.mayShrink()).isTrue();
    assertThat(shrinker.reason()).isEqualTo("registered by its owner");
    assertThat(shrinker.seeks()).isEqualTo(5);
    assertThat(shrinker.seeksByUser()).isTrue();
    assertThat(shrinker.batch()).isEqualTo(16);
    assertThat(shrinker.floor()).isEqualTo(7);
    assertThat(shrinker.bytesPerEntry()).isEqualTo(300);
    assertThat(shrinker.group()).isEqualTo("shop");
    assertThat(count(shrinker)).isEqualTo(1000);
    assertThat(scan(shrinker, 100)).isEqualTo(100);
    assertThat(pages.entries).isEqualTo(900);
  }

  @Test
  void handle_thatSaysNothing_hasTheDefaults() {
    kept(Shrinkers.alloc("plain").register(new Pages()));
    RegisteredShrinker shrinker = only();
    assertThat(shrinker.seeks()).isEqualTo(2);
    assertThat(shrinker.seeksByUser()).isFalse();
    assertThat(shrinker.batch()).isEqualTo(RegisteredShrinker.DEFAULT_BATCH);
    assertThat(shrinker.floor()).isEqualTo(100);
    assertThat(shrinker.group()).isEqualTo(Scope.ALL_GROUPS);
  }

  @Test
  void operator_saysOtherwise_isStronger() {
    registrar = registrar("seeks.pa*=9,floor.pages=3,group.pages=mine,exclude=pages");
    kept(Shrinkers.alloc("pages").seeks(5).floor(7).group("shop").register(new Pages()));
    RegisteredShrinker shrinker = only();
    assertThat(shrinker.seeks()).isEqualTo(9);
    assertThat(shrinker.floor()).isEqualTo(3);
    assertThat(shrinker.group()).isEqualTo("mine");
    assertThat(shrinker.mayShrink()).isFalse();
    assertThat(shrinker.reason()).contains("excluded by exclude=pages");
  }

  @Test
  void close_byTheOwner_endsItAndFreesItsName() {
    ShrinkerHandle handle = Shrinkers.alloc("pages").register(new Pages());
    RegisteredShrinker first = only();
    ShrinkerHandle namesake = kept(Shrinkers.alloc("pages").register(new Pages()));
    registrar.drain();
    assertThat(registry.shrinkers().get(1).name()).isEqualTo("pages#2");
    handle.close();
    handle.close();
    assertThat(first.isLive()).isFalse();
    assertThat(count(first)).isEqualTo(-7);
    registrar.drain();
    kept(Shrinkers.alloc("pages").register(new Pages()));
    registrar.drain();
    assertThat(registry.shrinkers())
        .extracting(RegisteredShrinker::name)
        .containsExactlyInAnyOrder("pages", "pages#2");
    assertThat(namesake).isNotNull();
  }

  @Test
  void close_beforeTheAgentCame_isNeverCalled() {
    Shrinkers.alloc("short").register(new Pages()).close();
    registrar.drain();
    assertThat(registry.shrinkers()).isEmpty();
  }

  @Test
  void close_insideItsOwnCallback_isCompleteWhenThatReturns() {
    ShrinkerHandle[] self = new ShrinkerHandle[1];
    Pages closing =
        new Pages() {
          @Override
          public long scan(Scope scope) {
            self[0].close();
            return super.scan(scope);
          }
        };
    self[0] = kept(Shrinkers.alloc("closing").register(closing));
    RegisteredShrinker shrinker = only();
    assertThat(scan(shrinker, 10)).isEqualTo(10);
    assertThat(shrinker.isLive()).isFalse();
    assertThat(registry.size()).isZero();
  }

  @Test
  void register_insideACallback_isJustAnotherBirth() {
    Pages bearing =
        new Pages() {
          @Override
          public long count(Scope scope) {
            if (handles.size() < 2) {
              kept(Shrinkers.alloc("child").register(new Pages()));
            }
            return super.count(scope);
          }
        };
    kept(Shrinkers.alloc("parent").register(bearing));
    RegisteredShrinker parent = only();
    assertThat(count(parent)).isEqualTo(1000);
    registrar.drain();
    assertThat(registry.shrinkers())
        .extracting(RegisteredShrinker::name)
        .containsExactly("parent", "child");
  }

  @Test
  void exclude_beforeAndAfterTheAgentCame_keepsItOut() {
    ShrinkerHandle handle = kept(Shrinkers.alloc("paused").register(new Pages()));
    handle.exclude();
    RegisteredShrinker shrinker = only();
    assertThat(count(shrinker)).isEqualTo(-7);
    handle.exclude();
    handle.resume();
    assertThat(count(shrinker)).isEqualTo(-7);
    handle.resume();
    assertThat(count(shrinker)).isEqualTo(1000);
  }

  @Test
  void mayHaveEntries_afterEmpty_bringsItBack() {
    Pages pages =
        new Pages() {
          @Override
          public long count(Scope scope) {
            return entries == 0 ? EMPTY : entries;
          }
        };
    ShrinkerHandle handle = kept(Shrinkers.alloc("empty").register(pages));
    RegisteredShrinker shrinker = only();
    handle.mayHaveEntries();
    pages.entries = 0;
    assertThat(answersOfAPass()).containsExactly(0L);
    pages.entries = 5;
    assertThat(answersOfAPass()).as("it has not said so yet").isEmpty();
    handle.mayHaveEntries();
    assertThat(answersOfAPass()).containsExactly(5L);
    assertThat(shrinker.pins()).isZero();
  }

  @Test
  void splitting_walkedInAGroup_isAskedForThatGroup() {
    Pages pages = new Pages();
    ShrinkerHandle handle = kept(Shrinkers.alloc("shared").splitsByGroup().register(pages));
    only();
    handle.mayHaveEntries("tenant");
    registry.walk(
        "tenant", (shrinker, cache) -> shrinker.callbacks(cache).count(cache, "tenant") > 0);
    assertThat(pages.lastGroup).isEqualTo("tenant");
  }

  @Test
  void owner_collected_endsIt() {
    Pages pages = new Pages();
    ShrinkerHandle handle = Shrinkers.alloc("owned").owner(new Object()).register(pages);
    RegisteredShrinker shrinker = onlyUnlessGone();
    await()
        .until(
            () -> {
              System.gc();
              registrar.drain();
              registry.drainDead(registrar::closed);
              return registry.size() == 0;
            });
    assertThat(shrinker == null || !shrinker.isLive()).isTrue();
    assertThat(pages.entries).isEqualTo(1000);
    handle.close();
  }

  private RegisteredShrinker onlyUnlessGone() {
    registrar.drain();
    return registry.shrinkers().isEmpty() ? null : registry.shrinkers().get(0);
  }

  @Test
  void handle_olderThanTheAgent_isFoundOnItsList() throws Exception {
    RegisteredShrinker found = older();
    assertThat(found.name()).isEqualTo("older");
    assertThat(found.createdAt()).isEqualTo("before.the.attach");
    assertThat(count(found)).isEqualTo(1000);
  }

  @Test
  void handle_olderThanTheAgent_hasANameOfItsOwnThatExcludeCanTell() throws Exception {
    registrar = registrar("exclude=other");
    assertThat(older().mayShrink()).isTrue();
  }

  private RegisteredShrinker older() throws Exception {
    Hook.find(null);
    Class.forName("java.lang.CacheShrinkerHook").getField("sink").set(null, null);
    kept(Shrinkers.alloc("older").register(new Pages()));
    Hook.connect(instrumentation, births);
    Discovery discovery =
        new Discovery(instrumentation, integrations, weaver, births, Long.MAX_VALUE);
    discovery.tend();
    registrar.drain();
    discovery.tend();
    return only();
  }

  private List<Long> answersOfAPass() {
    List<Long> answers = new ArrayList<>();
    var root = registry.group(Scope.ALL_GROUPS);
    registry.walk(
        root,
        (shrinker, cache) ->
            answers.add(
                root.run(shrinker, cache, (s, c) -> s.callbacks(c).count(c, Scope.ALL_GROUPS))));
    return answers;
  }
}
