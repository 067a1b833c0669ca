package io.cacheshrinker.agent.jfr;

import io.cacheshrinker.agent.pressure.Receipt;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.agent.shrink.Chronicle;
import io.cacheshrinker.agent.shrink.PassArithmetic;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.jspecify.annotations.Nullable;

/**
 * The events of this JVM, written while somebody records. A recording that begins later than a
 * cache still gets its birth.
 *
 * <p>Concurrency: {@link #tend} and {@link #verdictChanged} run on the agent's own thread. It loads
 * the event classes when the flight recorder is up, and then raises {@code live}; chronicles of
 * other threads look at that, and from then on write through a {@link Recorder} of their own.
 */
public final class Recordings {
  private final Registry registry;
  private final Set<RegisteredShrinker> told = Collections.newSetFromMap(new WeakHashMap<>());

  /** Whether the event classes may be used; raised once. */
  private volatile boolean live;

  /** Raised when a recording starts, lowered by the own thread, which then tells all births. */
  private volatile boolean newRecording;

  private Recordings(Registry registry) {
    this.registry = registry;
  }

  /** Events for this registry, or null where the JVM has no flight recorder. */
  public static @Nullable Recordings open(Registry registry) {
    boolean there = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    return there ? new Recordings(registry) : null;
  }

  /** A chronicle for one thread. */
  public Chronicle create() {
    return new Lazy();
  }

  /** Looks whether somebody records, and tells births; the agent's own thread. */
  public void tend() {
    if (!live && FlightRecorder.isInitialized()) {
      FlightRecorder.addListener(new Starts());
      newRecording = true;
      live = true;
    }
    if (!live) {
      return;
    }
    if (newRecording) {
      newRecording = false;
      told.clear();
    }
    List<RegisteredShrinker> all = registry.shrinkers();
    for (RegisteredShrinker shrinker : all) {
      if (told.add(shrinker)) {
        Recorder.born(shrinker);
      }
    }
  }

  /** The verdict has changed; the agent's own thread. */
  public void verdictChanged(String verdict, String reason) {
    if (live) {
      Recorder.verdict(verdict, reason);
    }
  }

  private final class Starts implements FlightRecorderListener {
    @Override
    public void recordingStateChanged(Recording recording) {
      if (recording.getState() == RecordingState.RUNNING) {
        newRecording = true;
      }
    }
  }

  /** Passes on to a recorder once there is one; one thread. */
  private final class Lazy implements Chronicle {
    private Chronicle to = NONE;

    private Chronicle to() {
      if (to == NONE && live) {
        to = new Recorder();
      }
      return to;
    }

    @Override
    public void pressure(
        long liveBytes, long creditBytes, long capacityBytes, int priority, long neededBytes) {
      to().pressure(liveBytes, creditBytes, capacityBytes, priority, neededBytes);
    }

    @Override
    public void passBegins() {
      to().passBegins();
    }

    @Override
    public void passed(
        String kind, long neededBytes, long freedBytes, long scannedEntries, long freedEntries) {
      to().passed(kind, neededBytes, freedBytes, scannedEntries, freedEntries);
    }

    @Override
    public void shrinkBegins() {
      to().shrinkBegins();
    }

    @Override
    public void shrank(String name, int seeks, int priority, PassArithmetic numbers) {
      to().shrank(name, seeks, priority, numbers);
    }

    @Override
    public void shrankGreedily(String name, long freeable, long asked, long scanned, long freed) {
      to().shrankGreedily(name, freeable, asked, scanned, freed);
    }

    @Override
    public void settled(Receipt receipt) {
      to().settled(receipt);
    }
  }
}
