package io.cacheshrinker.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.Scope;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class GroupsTest {
  private final Groups groups = new Groups();

  @Test
  void loader_ofTheApplication_isNobodyInParticular() {
    assertThat(groups.of(null)).isEqualTo(Scope.ALL_GROUPS);
    assertThat(groups.of(ClassLoader.getSystemClassLoader())).isEqualTo(Scope.ALL_GROUPS);
    assertThat(groups.of(ClassLoader.getPlatformClassLoader())).isEqualTo(Scope.ALL_GROUPS);
  }

  @Test
  void loader_withAName_isAGroupOfThatName() throws Exception {
    try (URLClassLoader shop = new URLClassLoader("shop:1", new URL[0], null);
        URLClassLoader again = new URLClassLoader("shop:1", new URL[0], null);
        URLClassLoader unnamed = new URLClassLoader(new URL[0], null)) {
      assertThat(groups.of(shop)).isEqualTo("shop_1");
      assertThat(groups.of(again)).isEqualTo("shop_1#2");
      assertThat(groups.of(unnamed)).isEqualTo("URLClassLoader");
      assertThat(groups.of(shop)).isEqualTo("shop_1");
    }
  }
}
