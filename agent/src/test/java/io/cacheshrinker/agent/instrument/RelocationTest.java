package io.cacheshrinker.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RelocationTest {
  private static final String GUAVA = "com/google/common/cache/LocalCache";

  @Test
  void copy_underAnotherFront_takesTheOtherPackagesAlong() {
    Relocation relocation = Relocation.between(GUAVA, "org/sparkproject/guava/cache/LocalCache");

    assertThat(relocation.map("com/google/common/cache/LocalCache$Segment"))
        .isEqualTo("org/sparkproject/guava/cache/LocalCache$Segment");
    assertThat(relocation.map("com/google/common/base/Ticker"))
        .isEqualTo("org/sparkproject/guava/base/Ticker");
    assertThat(relocation.map("java/util/Map")).isEqualTo("java/util/Map");
    assertThat(relocation.mapBinary("com.google.common.cache.GuavaCacheShrinker"))
        .isEqualTo("org.sparkproject.guava.cache.GuavaCacheShrinker");
  }

  @Test
  void copy_behindAPrefix_keepsTheWholeName() {
    Relocation relocation = Relocation.between(GUAVA, "shaded/" + GUAVA);

    assertThat(relocation.map("com/google/common/base/Ticker"))
        .isEqualTo("shaded/com/google/common/base/Ticker");
  }

  @Test
  void copy_inAPackageOfAnotherName_takesThatPackageOnly() {
    Relocation relocation = Relocation.between(GUAVA, "a/b/LocalCache");

    assertThat(relocation.map(GUAVA)).isEqualTo("a/b/LocalCache");
    assertThat(relocation.map("com/google/common/base/Ticker"))
        .isEqualTo("com/google/common/base/Ticker");
  }

  @Test
  void original_itself_isNoRelocation() {
    assertThat(Relocation.between(GUAVA, GUAVA).isNone()).isTrue();
  }
}
