package io.cacheshrinker.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.instrument.Contract.Verdict;
import io.cacheshrinker.agent.options.Options;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {
  private static final String ONLY_EXPIRED = "; only what has expired goes";

  @ParameterizedTest
  @CsvSource({
    "A maximumSize 10,       '',                true,  false, maximumSize 10",
    "A maximumSize 10,       exclude=other;n*,  false, false, maximumSize 10; excluded by exclude=n*",
    "A maximumSize 10,       include=other,     false, false, maximumSize 10; not named by include",
    "A maximumSize 10,       include=n*,        true,  false, maximumSize 10",
    "A! maximum 0,           opt-in=*,          false, false, maximum 0",
    "A' softValues,          '',                false, true,  softValues" + ONLY_EXPIRED,
    "A' softValues,          opt-in=n*,         false, true,  softValues" + ONLY_EXPIRED,
    "A' softValues,          exclude=n*,        false, false, softValues; excluded by exclude=n*",
    "B timed with a loader,  '',                true,  false, timed with a loader; from priority 6 on",
    "B timed with a loader,  opt-in=n*,         true,  false, timed with a loader; from priority 6 on",
    "B timed with a loader,  exclude=n*,        false, false, timed with a loader; excluded by exclude=n*",
    "C timed,                '',                false, false, timed; not named by opt-in",
    "C timed,                opt-in=other,      false, false, timed; not named by opt-in",
    "C timed,                opt-in=n*,         true,  true,  timed; admitted by opt-in=n*"
        + ONLY_EXPIRED,
    "D unbounded,            '',                false, false, unbounded; not named by opt-in",
    "D unbounded,            opt-in=n*,         true,  false, unbounded; admitted by opt-in=n*",
    "D maximumSize 9 is none,include=n*,        false, false, maximumSize 9 is none; not named by opt-in",
    "X weak references only, '',                false, false, weak references only",
    "X weak references only, opt-in=n*,         false, false, weak references only",
  })
  void verdict_onAnAnswer_followsClassAndOptions(
      String answer, String arguments, boolean eligible, boolean swept, String reason) {
    Options options = Options.read(arguments, Map.of(), new Properties()).options();

    assertThat(Contract.parse(answer, false).verdict("name", null, options))
        .isEqualTo(new Verdict(eligible, swept, reason));
  }

  /** What is excluded stays excluded, and what is not included is not admitted by name. */
  @ParameterizedTest
  @CsvSource({
    "A maximumSize 10, 'opt-in=n*,exclude=n*',        excluded by exclude=n*",
    "C timed,          'opt-in=n*,exclude=na*',       excluded by exclude=na*",
    "D unbounded,      'opt-in=n*,exclude=*',         excluded by exclude=*",
    "D unbounded,      'opt-in=n*,include=other',     not named by include",
    "C timed,          'opt-in=n*,include=other',     not named by include",
    "A' softValues,    'include=n*,exclude=n*',       excluded by exclude=n*",
    "B timed,          'include=other,exclude=other', not named by include",
  })
  void verdict_onOptionsThatContradictEachOther_isNo(
      String answer, String arguments, String because) {
    Options options = Options.read(arguments, Map.of(), new Properties()).options();
    Verdict verdict = Contract.parse(answer, false).verdict("name", null, options);

    assertThat(verdict.eligible()).isFalse();
    assertThat(verdict.swept()).isFalse();
    assertThat(verdict.reason()).endsWith("; " + because);
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
            Contract.parse("A maximumSize 10", false)
                .verdict("caffeine/one.of.many#7", "one.of.many", options))
        .isEqualTo(new Verdict(eligible, false, reason));
  }

  @Test
  void parse_cacheThatIsListenedTo_saysSoWithTheReason() {
    Options options = Options.read("exclude=n*", Map.of(), new Properties()).options();

    assertThat(Contract.parse("A maximumSize 10", true).verdict("name", null, options).reason())
        .isEqualTo("maximumSize 10, a listener is told what goes; excluded by exclude=n*");
  }
}
