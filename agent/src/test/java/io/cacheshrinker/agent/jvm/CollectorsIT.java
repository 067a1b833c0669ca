package io.cacheshrinker.agent.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.jvm.GcTest.Jvm;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the signal of each collector is worth, against a live set that is known exactly. */
class CollectorsIT {
  private static final Pattern RESULT =
      Pattern.compile("collector=(\\w+) trusted=(\\d+) asked=(\\d+) median=([0-9.]+) .*");

  private record Result(String collector, int trusted, int asked, double median) {}

  @GcTest
  void garbage_besideALiveSetBelowTheMark_asksForNothing(Jvm jvm) throws Exception {
    Result result = probe(jvm, 0.45, 4);
    assertThat(result.asked).isZero();
  }

  @GcTest
  void liveSet_aboveTheMark_isSeenAndAskedFor(Jvm jvm) throws Exception {
    Result result = probe(jvm, 0.84, 15);
    assertThat(result.trusted).isPositive();
    assertThat(result.median).isBetween(0.9, 1.35);
    assertThat(result.asked).isPositive();
  }

  private static Result probe(Jvm jvm, double share, int seconds) throws Exception {
    List<String> arguments = new ArrayList<>(jvm.flags());
    arguments.addAll(
        List.of(
            "-Xms192m",
            "-Xmx192m",
            "-cp",
            ChildJvm.classPath(ChildJvm.programs(), System.getProperty("main.classes")),
            "com.acme.LiveProbe",
            String.valueOf(share),
            String.valueOf(seconds)));
    try (ChildJvm child = ChildJvm.start(jvm.jdk(), arguments)) {
      child.finish();
      String last = child.out().get(child.out().size() - 1);
      System.out.println(jvm + ": " + last);
      Matcher matcher = RESULT.matcher(last);
      assertThat(matcher.matches()).as(last).isTrue();
      return new Result(
          matcher.group(1),
          Integer.parseInt(matcher.group(2)),
          Integer.parseInt(matcher.group(3)),
          Double.parseDouble(matcher.group(4)));
    }
  }
}
