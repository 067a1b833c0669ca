package io.cacheshrinker.agent.bench;

import io.cacheshrinker.agent.registry.RegisteredShrinker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the time of the pass threads goes, by the execution samples of JFR, and how long they were
 * blocked, by its events. Needs {@code -XX:+DebugNonSafepoints}, or inlined methods go missing.
 */
final class PassProfile {
  static final String THREAD = "pass";

  private static final String LOCKS = "java.util.concurrent.locks.";
  private static final String PACKAGE = RegisteredShrinker.class.getPackageName();

  /** Samples by what the pass was doing. */
  private final Map<Place, Long> samples = new TreeMap<>();

  private long others;
  private double blockedMillis;
  private double seconds;

  private enum Place {
    CALLBACK,
    LOCK,
    PIN,
    REST
  }

  private PassProfile() {}

  static PassProfile take(int seconds) throws IOException {
    Path file = Files.createTempFile("pass-profile", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(1));
      recording.enable("jdk.ThreadPark").withThreshold(Duration.ZERO).withStackTrace();
      recording.enable("jdk.JavaMonitorEnter").withThreshold(Duration.ZERO).withStackTrace();
      recording.start();
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
      recording.stop();
      recording.dump(file);
      PassProfile profile = new PassProfile();
      profile.seconds = seconds;
      profile.read(file);
      return profile;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void read(Path file) throws IOException {
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        switch (event.getEventType().getName()) {
          case "jdk.ExecutionSample" -> sample(event);
          case "jdk.ThreadPark", "jdk.JavaMonitorEnter" -> blocked(event);
          default -> {
            // Not about passes.
          }
        }
      }
    }
  }

  private void sample(RecordedEvent event) {
    RecordedThread thread = event.getThread("sampledThread");
    if (thread == null || !THREAD.equals(thread.getJavaName())) {
      others++;
    } else {
      samples.merge(place(frames(event)), 1L, Long::sum);
    }
  }

  private void blocked(RecordedEvent event) {
    RecordedThread thread = event.getThread();
    if (thread != null
        && THREAD.equals(thread.getJavaName())
        && place(frames(event)) != Place.CALLBACK) {
      blockedMillis += event.getDuration().toNanos() / 1e6;
    }
  }

  private static List<RecordedFrame> frames(RecordedEvent event) {
    return event.getStackTrace() == null ? List.of() : event.getStackTrace().getFrames();
  }

  /** Innermost frame first: what is reached through a callback belongs to it. */
  private static Place place(List<RecordedFrame> frames) {
    Place found = Place.REST;
    for (RecordedFrame frame : frames) {
      String type = frame.getMethod().getType().getName();
      String method = frame.getMethod().getName();
      if (type.equals(CallbackFrames.class.getName())) {
        return Place.CALLBACK;
      }
      if (type.startsWith(LOCKS)) {
        found = Place.LOCK;
      } else if (found == Place.REST && type.startsWith(PACKAGE) && isPinning(type, method)) {
        found = Place.PIN;
      }
    }
    return found;
  }

  private static boolean isPinning(String type, String method) {
    return method.equals("pin") || method.equals("unpin") || type.endsWith(".Held");
  }

  Answer answer() {
    long passes = samples.values().stream().mapToLong(Long::longValue).sum();
    return new Answer()
        .with("passSamples", passes)
        .with("otherSamples", others)
        .with("callbackShare", share(Place.CALLBACK, passes))
        .with("lockShare", share(Place.LOCK, passes))
        .with("pinShare", share(Place.PIN, passes))
        .with("restShare", share(Place.REST, passes))
        .with("lockShareOfAll", share(Place.LOCK, passes + others))
        .with("pinShareOfAll", share(Place.PIN, passes + others))
        .with("blockedMillisPerSecond", blockedMillis / seconds);
  }

  private double share(Place place, long of) {
    return of == 0 ? 0 : (double) samples.getOrDefault(place, 0L) / of;
  }
}
