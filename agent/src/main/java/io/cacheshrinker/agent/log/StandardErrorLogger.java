package io.cacheshrinker.agent.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Prints {@code cache-shrinker: MESSAGE}, one line at a time. A throwable is named at the end of
 * the line; its stack trace follows at level debug only.
 */
final class StandardErrorLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  StandardErrorLogger() {
    name = "cache-shrinker";
  }

  @Override
  public boolean isTraceEnabled() {
    return Log.prints(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return Log.prints(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return Log.prints(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return Log.prints(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable throwable) {
    StringBuilder line = new StringBuilder("cache-shrinker: ");
    line.append(MessageFormatter.basicArrayFormat(pattern, arguments));
    if (throwable != null) {
      line.append(" (").append(throwable).append(')');
    }
    synchronized (this) {
      System.err.println(line);
      if (throwable != null && isDebugEnabled()) {
        throwable.printStackTrace(System.err);
      }
    }
  }
}
