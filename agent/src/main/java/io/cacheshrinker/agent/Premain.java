package io.cacheshrinker.agent;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where the JVM enters. Adds one filter and returns: no file is opened, nothing is logged and no
 * thread is started before a class that may build caches is loaded.
 *
 * <p>Lives in the application's own class loader, because that is where {@code -javaagent} puts the
 * jar. The application can therefore see this class and the four beside it ({@link
 * CandidateFilter}, {@link ConstantPoolStrings}, {@link IsolatedLoader}, {@link Main}); they use
 * the JDK only. Everything else is in {@link IsolatedLoader}.
 */
public final class Premain {
  /**
   * The system property in which whoever attached the agent finds what came of it: {@link
   * #ATTACHED}, or the complaint. The command {@code attach} reads it.
   */
  static final String OUTCOME = "io.cacheshrinker.attach";

  static final String ATTACHED = "attached";

  private static final AtomicInteger ARRIVED = new AtomicInteger();

  private Premain() {}

  /** Called by the JVM before {@code main}, for each {@code -javaagent} that names the jar. */
  public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
    arrive(arguments, instrumentation, false);
  }

  /** Called by the JVM when the jar is attached to a process that runs. */
  public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
    arrive(arguments, instrumentation, true);
  }

  private static void arrive(
      @Nullable String arguments, Instrumentation instrumentation, boolean late) {
    try {
      if (late) {
        System.clearProperty(OUTCOME);
      }
      if (!ARRIVED.compareAndSet(0, 1)) {
        complain(
            "the agent was attached a second time; the first one stays, with its options. Name the"
                + " jar once, or change options over JMX.",
            late);
        return;
      }
      CandidateFilter filter = new CandidateFilter(instrumentation, arguments, late);
      instrumentation.addTransformer(filter, true);
      if (late) {
        filter.retransformLoaded();
        if (System.getProperty(OUTCOME) == null) {
          System.setProperty(OUTCOME, ATTACHED);
        }
      }
    } catch (Throwable failure) {
      complain(
          "the agent could not start ("
              + failure
              + "); the application runs without it. Please report this.",
          late);
    }
  }

  /** Says why there is no agent, to whoever reads the JVM's output and to whoever attached it. */
  static void complain(String message, boolean late) {
    System.err.println("cache-shrinker: " + message);
    if (late) {
      try {
        System.setProperty(OUTCOME, message);
      } catch (RuntimeException forbidden) {
        // A SecurityException, which is not named as its class would be loaded into each JVM. Then
        // the property is missing, and the command says that it does not know.
      }
    }
  }
}
