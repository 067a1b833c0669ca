package io.cacheshrinker.agent.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.Scope;
import io.cacheshrinker.Shrinker;
import io.cacheshrinker.agent.registry.Deferred;
import io.cacheshrinker.agent.shrink.PassArithmetic;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
  private static final Shrinker THOUSAND =
      new Shrinker() {
        @Override
        public long count(Scope scope) {
          return 1000;
        }

        @Override
        public long scan(Scope scope) {
          return scope.asked();
        }
      };

  @TempDir Path folder;

  @Test
  void shrank_twice_areTwoEventsWithTheNumbersOfTheArithmetic() throws Exception {
    PassArithmetic arithmetic = new PassArithmetic();
    Path file = folder.resolve("shrank.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      Recorder recorder = new Recorder();
      Deferred debt = new Deferred();
      for (int priority : new int[] {3, 2}) {
        recorder.shrinkBegins();
        arithmetic.run(THOUSAND, new Scope(), debt, 2, 128, priority);
        recorder.shrank("fake/cache", 2, priority, arithmetic);
      }
      recording.stop();
      recording.dump(file);
    }

    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals("cacheshrinker.Shrink"))
            .toList();

    assertThat(events).extracting(event -> event.getString("name")).containsOnly("fake/cache");
    assertThat(events).extracting(event -> event.getInt("priority")).containsExactly(3, 2);
    assertThat(events).extracting(event -> event.getLong("freeable")).containsOnly(1000L);
    assertThat(events).extracting(event -> event.getLong("delta")).containsExactly(250L, 500L);
    assertThat(events).extracting(event -> event.getLong("scanned")).containsExactly(128L, 512L);
    assertThat(events)
        .extracting(event -> event.getLong("nextDeferred"))
        .containsExactly(122L, 110L);
  }
}
