package io.cacheshrinker.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.instrument.Contract.Verdict;
import io.cacheshrinker.agent.options.Options;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {
  @ParameterizedTest
  @CsvSource({
    "A maximumSize 10,       '',              true,  maximumSize 10",
    "A maximumSize 10,       exclude=other;n*, false, maximumSize 10; excluded by exclude=n*",
    "A maximumSize 10,       include=other,   false, maximumSize 10; not named by include",
    "A maximumSize 10,       include=n*,      true,  maximumSize 10",
    "A! maximum 0,           opt-in=*,        false, maximum 0",
    "C timed,                '',              false, timed",
    "C timed,                opt-in=n*,       true,  timed; admitted by opt-in=n*",
    "D unbounded,            opt-in=n*,       true,  unbounded; admitted by opt-in=n*",
    "A' softValues,          opt-in=n*,       false, softValues",
    "X weak references only, opt-in=n*,       false, weak references only",
  })
  void verdict_onAnAnswer_followsClassAndOptions(
      String answer, String arguments, boolean eligible, String reason) {
    Options options = Options.read(arguments, Map.of(), new Properties()).options();

    assertThat(Contract.parse(answer).verdict("name", null, options))
        .isEqualTo(new Verdict(eligible, reason));
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                        true,  maximumSize 10",
    "include=caffeine/*,                        true,  maximumSize 10",
    "exclude=other,                             false, 'maximumSize 10; its name is not known,"
        + " and exclude= is set'",
    "'include=caffeine/*,exclude=other',        false, 'maximumSize 10; its name is not known,"
        + " and exclude= is set'",
    "'opt-in=*,exclude=other',                  false, 'maximumSize 10; its name is not known,"
        + " and exclude= is set'",
    "'include=*/one.of.many*,exclude=other',    true,  maximumSize 10",
    "exclude=*/one.of.many*,                    false, maximumSize 10; excluded by"
        + " exclude=*/one.of.many*",
    "'include=guava/*,exclude=other',           false, maximumSize 10; not named by include",
  })
  void verdict_onACacheWithoutASite_isNoIfItMayBeAnExcludedOne(
      String arguments, boolean eligible, String reason) {
    Options options = Options.read(arguments, Map.of(), new Properties()).options();

    assertThat(
            Contract.parse("A maximumSize 10")
                .verdict("caffeine/one.of.many#7", "one.of.many", options))
        .isEqualTo(new Verdict(eligible, reason));
  }
}
