package io.cacheshrinker.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Caffeine;
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
import java.util.stream.Stream;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From an announcement to the registry, without anything woven. */
class RegistrarTest {
  private final Instrumentation instrumentation = ByteBuddyAgent.install();
  private final List<Integration> integrations = Integrations.all();
  private final Births births = new Births(integrations, () -> {});
  private final Inventory inventory = new Inventory(() -> {});
  private final Registry registry = new Registry();

  /** The registry holds caches weakly. */
  private final List<Map<Object, Object>> caches = new ArrayList<>();

  static Stream<Site> standIns() {
    return Stream.of(Site.UNKNOWN, Site.BEFORE_THE_ATTACH, Site.NOT_LOOKED_UP);
  }

  @AfterEach
  void noPinIsLeft() {
    assertThat(registry.shrinkers()).allSatisfy(each -> assertThat(each.pins()).isZero());
  }

  private Registrar registrar(String options) {
    Options read = Options.read(options, Map.of(), new Properties()).options();
    return new Registrar(births, integrations, instrumentation, inventory, read, registry);
  }

  private void announce(Site site) {
    Map<Object, Object> cache =
        Caffeine.newBuilder().maximumSize(100).executor(Runnable::run).build().asMap();
    caches.add(cache);
    births.announce(cache, site);
  }

  /** Caches without a look at their site are registered when they have survived a collection. */
  private RegisteredShrinker registered(Registrar registrar) {
    await()
        .until(
            () -> {
              registrar.drain();
              System.gc();
              return registry.size() > 0;
            });
    return registry.shrinkers().get(0);
  }

  @ParameterizedTest
  @MethodSource("standIns")
  void cache_whoseSiteIsNotKnown_isNotEligibleWhereSomethingIsExcluded(Site site) {
    announce(site);

    RegisteredShrinker shrinker = registered(registrar("exclude=caffeine/com.acme.Sessions.*"));

    assertThat(shrinker.name()).isEqualTo("caffeine/" + site.readable());
    assertThat(shrinker.eligible()).isFalse();
    assertThat(shrinker.reason())
        .isEqualTo("maximumSize 100; its name is not known, and exclude= is set");
  }

  @ParameterizedTest
  @MethodSource("standIns")
  void cache_whoseSiteIsNotKnown_isEligibleWhereNothingIsExcluded(Site site) {
    announce(site);

    RegisteredShrinker shrinker = registered(registrar(""));

    assertThat(shrinker.eligible()).isTrue();
    assertThat(shrinker.reason()).isEqualTo("maximumSize 100");
  }

  @Test
  void cache_whoseSiteIsKnown_isEligibleWhereAnotherIsExcluded() {
    announce(new Site("com.acme.Shop", "pages", RegistrarTest.class.getClassLoader()));

    RegisteredShrinker shrinker = registered(registrar("exclude=caffeine/com.acme.Sessions.*"));

    assertThat(shrinker.name()).isEqualTo("caffeine/com.acme.Shop.pages");
    assertThat(shrinker.eligible()).isTrue();
  }

  @Test
  void birth_thatFailsWithAnError_isRefusedAndTheOthersOfTheBatchAreRegistered() {
    Registrar registrar = registrar("");
    announce(new Site("com.acme.Shop", "first", null));
    Error failure = new StackOverflowError("thrown by a test");
    announce(new Site("com.acme.Shop", "broken", new Nameless(failure)));
    announce(new Site("com.acme.Shop", "last", null));

    assertThat(registrar.drain()).isEqualTo(2);

    assertThat(registry.shrinkers())
        .extracting(RegisteredShrinker::name)
        .containsExactly("caffeine/com.acme.Shop.first", "caffeine/com.acme.Shop.last");
    assertThat(inventory.unregistered())
        .containsExactly(
            new Unregistered(
                "caffeine/com.acme.Shop.broken",
                "caffeine",
                "com.acme.Shop.broken",
                "it could not be registered (java.lang.StackOverflowError: thrown by a test)"));
    assertThat(registrar.lost()).isZero();
  }

  @Test
  void birth_thatNotEvenHasAReason_isCounted() {
    Registrar registrar = registrar("");
    announce(new Site("com.acme.Shop", "broken", new Nameless(new Unspeakable())));
    announce(new Site("com.acme.Shop", "last", null));

    assertThatCode(registrar::drain).doesNotThrowAnyException();

    assertThat(registry.size()).isEqualTo(1);
    assertThat(inventory.unregistered()).isEmpty();
    assertThat(registrar.lost()).isEqualTo(1);
  }

  /** Throws when it is asked for its name; not before it is made, as the JDK asks then. */
  private static class Nameless extends ClassLoader {
    private final Error failure;

    Nameless(Error failure) {
      this.failure = failure;
    }

    @Override
    public String getName() {
      if (failure != null) {
        throw failure;
      }
      return "nameless";
    }
  }

  /** Cannot be put into words when it is first asked for. */
  private static final class Unspeakable extends Error {
    private static final long serialVersionUID = 1L;

    private boolean asked;

    @Override
    public String toString() {
      if (!asked) {
        asked = true;
        throw new InternalError("thrown by a test");
      }
      return "asked again";
    }
  }
}
