package io.cacheshrinker.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "caffeine/*, caffeine/com.acme.Client.load#2, true",
    "*Client*, caffeine/com.acme.Client.load, true",
    "*, '', true",
    "'', '', true",
    "'', a, false",
    "a*b*c, axbxbxc, true",
    "a*b*c, axbxbx, false",
    "a?c, abc, true",
    "a?c, ac, false",
    "a.c, abc, false",
    "**a, bba, true",
    "A, a, false",
  })
  void glob_onAName_matchesAllOfItOrNothing(String glob, String name, boolean matches) {
    assertThat(new Glob(glob).matches(name)).isEqualTo(matches);
  }
}
