package io.cacheshrinker.agent.log;

import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * The one source of loggers. There is no {@code LoggerFactory} behind it: that one looks for
 * providers through the context loader and by public system properties, which belong to the
 * application.
 */
public final class Log {
  private static volatile Level level = Level.INFO;

  private Log() {}

  /** The agent's logger. Nothing of slf4j is loaded before the first call. */
  public static Logger logger() {
    return Lazy.LOGGER;
  }

  /** Prints messages of this level and of more severe ones. */
  public static void level(Level least) {
    level = least;
  }

  static boolean prints(Level of) {
    return of.toInt() >= level.toInt();
  }

  private static final class Lazy {
    static final Logger LOGGER = new StandardErrorLogger();
  }
}
