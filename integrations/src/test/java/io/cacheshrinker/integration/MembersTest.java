package io.cacheshrinker.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.integration.Integration.Member;
import io.cacheshrinker.integration.caffeine.CaffeineIntegration;
import io.cacheshrinker.integration.ehcache.EhcacheIntegration;
import io.cacheshrinker.integration.ehcache2.Ehcache2Integration;
import io.cacheshrinker.integration.guava.GuavaIntegration;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the members that an integration asks for tell served versions from others. */
class MembersTest {

  @ParameterizedTest
  @ValueSource(strings = {"2.7.0", "2.9.3", "3.0.6", "3.2.4"})
  void members_servedCaffeine_areAllThere(String version) throws IOException {
    assertThat(missing(CaffeineIntegration.CAFFEINE, "caffeine-" + version)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"12.0", "23.0", "33.7.2-jre"})
  void members_servedGuava_areAllThere(String version) throws IOException {
    assertThat(missing(GuavaIntegration.GUAVA, "guava-" + version)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.5.3", "3.6.3", "3.10.8", "3.12.0"})
  void members_servedEhcache_areAllThere(String version) throws IOException {
    assertThat(missing(EhcacheIntegration.EHCACHE, "ehcache-" + version)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.10.0", "2.10.9.2"})
  void members_servedEhcache2_areAllThere(String version) throws IOException {
    assertThat(missing(Ehcache2Integration.EHCACHE_2, "ehcache-" + version)).isEmpty();
  }

  @Test
  void members_caffeineBefore27_areNotAllThere() throws IOException {
    assertThat(missing(CaffeineIntegration.CAFFEINE, "caffeine-2.6.2"))
        .containsExactly(
            "com.github.benmanes.caffeine.cache.BoundedLocalCache.accessOrderWindowDeque");
  }

  private static List<String> missing(Integration integration, String jar) throws IOException {
    URL url = library(jar);
    URL logger = library("slf4j-api"); // a field of Ehcache's
    List<String> missing = new ArrayList<>();
    try (URLClassLoader library =
        new URLClassLoader(new URL[] {url, logger}, ClassLoader.getPlatformClassLoader())) {
      for (Member member : integration.members()) {
        if (!has(library.loadClass(member.owner()), member)) {
          missing.add(member.owner() + "." + member.name());
        }
      }
      library.loadClass(integration.birth().owner());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
    return missing;
  }

  private static URL library(String jar) throws IOException {
    return Path.of(System.getProperty("libs.dir"), jar + ".jar").toUri().toURL();
  }

  private static boolean has(Class<?> owner, Member member) {
    for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (member.kind() == Member.Kind.FIELD && field.getName().equals(member.name())) {
          return true;
        }
      }
      for (Method method : type.getDeclaredMethods()) {
        if (member.kind() == Member.Kind.METHOD && method.getName().equals(member.name())) {
          return true;
        }
      }
    }
    return false;
  }
}
