package io.cacheshrinker.demo.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Base BASE =
      new Base(new BaseLiveSet(20 << 20, 100 << 20), new BaseLiveSet(25 << 20, 100 << 20));

  @Test
  void json_promiseKept_isOneLineWithTheAgreedKeys() throws IOException {
    String json = report(Results.died(), Results.lived()).json();

    assertThat(json).doesNotContain("\n");
    JsonNode report = new ObjectMapper().readTree(json);
    JsonNode without = report.get("without");
    assertThat(without.get("survived").booleanValue()).isFalse();
    assertThat(without.get("exit").intValue()).isEqualTo(3);
    assertThat(without.get("requests").longValue()).isEqualTo(80_264);
    assertThat(without.get("errors").longValue()).isEqualTo(39);
    assertThat(without.get("wrong").longValue()).isZero();
    assertThat(without.get("hitRate").doubleValue()).isEqualTo(.689);
    assertThat(without.get("pagesHeld").longValue()).isEqualTo(9);
    assertThat(without.get("fullGcs").longValue()).isEqualTo(4);
    assertThat(without.has("evicted")).isFalse();
    JsonNode with = report.get("with");
    assertThat(with.get("survived").booleanValue()).isTrue();
    assertThat(with.get("exit").intValue()).isZero();
    assertThat(with.get("evicted").longValue()).isEqualTo(12_345);
    assertThat(report.get("held").booleanValue()).isTrue();
    assertThat(report.get("base").get("agentHeapBytes").longValue()).isEqualTo(5 << 20);
    assertThat(report.get("base").get("without").get("share").doubleValue()).isEqualTo(.2);
  }

  @Test
  void held_diedForAnotherReason_no() {
    PhaseResult killed = PhaseResult.of(Results.outcome(9, 9, 0, false, .1), 137, false, null);

    assertThat(report(killed, Results.lived()).held()).isFalse();
  }

  @Test
  void held_exitCode3WithoutTheMessage_no() {
    PhaseResult odd = PhaseResult.of(Results.outcome(9, 9, 0, false, .1), 3, false, null);

    assertThat(report(odd, Results.lived()).held()).isFalse();
  }

  @Test
  void held_oneErrorOrOneWrongAnswer_no() {
    for (int errors = 0; errors < 2; errors++) {
      PhaseResult with =
          PhaseResult.of(Results.outcome(9, errors, 1 - errors, true, .1), 0, false, null);

      assertThat(report(Results.died(), with).held()).isFalse();
    }
  }

  @Test
  void held_diesWithTheAgentToo_no() {
    Report report = report(Results.died(), Results.died());

    assertThat(report.held()).isFalse();
    assertThat(report.with().survived()).isFalse();
    assertThat(Verdict.inWords(report)).contains("died with the agent too");
  }

  @Test
  void inWords_survivedWithout_saysThatNothingIsShown() {
    assertThat(Verdict.inWords(report(Results.lived(), Results.lived())))
        .contains("survived without the agent", "--xmx");
  }

  @Test
  void inWords_comparison_saysWhetherItIsWithinThreePoints() {
    Comparison near =
        new Comparison(100, List.of(new Comparison.Row(100, 1, Results.lived(.68))), .66);
    Comparison far =
        new Comparison(100, List.of(new Comparison.Row(100, 1, Results.lived(.70))), .66);

    assertThat(Verdict.inWords(report(near))).contains("2.00 points below", "within 3 points");
    assertThat(Verdict.inWords(report(far))).contains("4.00 points below", "more than 3");
  }

  private static Report report(PhaseResult without, PhaseResult with) {
    return new Report("g1", 17, 160 << 20, without, with, BASE, null);
  }

  private static Report report(Comparison comparison) {
    return new Report("g1", 17, 160 << 20, Results.died(), Results.lived(), BASE, comparison);
  }
}
