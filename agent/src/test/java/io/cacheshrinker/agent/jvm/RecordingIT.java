package io.cacheshrinker.agent.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a flight recording tells of a cache that overflowed the heap. */
class RecordingIT {
  private static final String EVENTS = "io.cacheshrinker.agent.jfr.";

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.cacheshrinker.agent.jvm.Jdk#all")
  void recording_ofAnOverflow_tellsWhatWasDecidedAndDone(Jdk jdk) throws Exception {
    Path file = folder.resolve("overflow.jfr");
    try (ChildJvm child = overflow(jdk, "", "-XX:StartFlightRecording:filename=" + file)) {
      child.finish();
    }

    Map<String, List<RecordedEvent>> events = ours(file);

    assertThat(events)
        .containsKeys(
            "cacheshrinker.Born",
            "cacheshrinker.Pressure",
            "cacheshrinker.Pass",
            "cacheshrinker.Shrink",
            "cacheshrinker.Ledger",
            "cacheshrinker.Verdict");
    assertThat(events.get("cacheshrinker.Born"))
        .singleElement()
        .satisfies(
            born -> {
              assertThat(born.getString("library")).isEqualTo("caffeine");
              assertThat(born.getBoolean("eligible")).isTrue();
            });
    assertThat(events.get("cacheshrinker.Pressure"))
        .anyMatch(pressure -> pressure.getLong("neededBytes") > 0)
        .allMatch(pressure -> pressure.getLong("capacityBytes") > 0);
    assertThat(events.get("cacheshrinker.Pass"))
        .anyMatch(pass -> pass.getLong("freedEntries") > 0)
        .allMatch(pass -> pass.getDuration().toNanos() > 0);
    assertThat(events.get("cacheshrinker.Shrink"))
        .allMatch(shrink -> shrink.getString("name").equals("caffeine/com.acme.Overflow.main"))
        .anyMatch(shrink -> shrink.getLong("freed") > 0)
        .allMatch(shrink -> shrink.getLong("freed") <= shrink.getLong("freeable"));
    assertThat(events.get("cacheshrinker.Ledger"))
        .allMatch(ledger -> ledger.getLong("predictedBytes") > 0);
  }

  @ParameterizedTest
  @MethodSource("io.cacheshrinker.agent.jvm.Jdk#all")
  void recording_withJfrOff_holdsNone(Jdk jdk) throws Exception {
    Path file = folder.resolve("silent.jfr");
    try (ChildJvm child = overflow(jdk, "jfr=off", "-XX:StartFlightRecording:filename=" + file)) {
      child.finish();
    }

    assertThat(ours(file)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.cacheshrinker.agent.jvm.Jdk#all")
  void noRecording_overflow_loadsNoEventClass(Jdk jdk) throws Exception {
    Path log = folder.resolve("classes.log");
    try (ChildJvm child = overflow(jdk, "", "-Xlog:class+load:file=" + log)) {
      child.finish();
    }

    assertThat(Files.readAllLines(log))
        .anyMatch(line -> line.contains(EVENTS + "Recordings"))
        .noneMatch(line -> line.matches(".*" + EVENTS + "\\w+Event .*"));
  }

  private static Map<String, List<RecordedEvent>> ours(Path file) throws IOException {
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("cacheshrinker."))
        .collect(Collectors.groupingBy(event -> event.getEventType().getName()));
  }

  private static ChildJvm overflow(Jdk jdk, String options, String flag) throws Exception {
    return ChildJvm.start(
        jdk,
        "-XX:+UseSerialGC",
        "-Xmx96m",
        flag,
        ChildJvm.agent(options),
        "-cp",
        ChildJvm.classPath(ChildJvm.programs(), ChildJvm.lib("caffeine-3.1.8.jar")),
        "com.acme.Overflow",
        "200");
  }
}
