package io.cacheshrinker.agent.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Prints {@code cache-shrinker: MESSAGE}, each in one call and under no lock of ours: the stream
 * may be the application's. A throwable is named at the end of the line; its stack trace follows at
 * level debug only.
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
    StringWriter text = new StringWriter();
    text.append("cache-shrinker: ").append(MessageFormatter.basicArrayFormat(pattern, arguments));
    if (throwable != null) {
      text.append(" (").append(String.valueOf(throwable)).append(')');
      if (isDebugEnabled()) {
        text.append(System.lineSeparator());
        throwable.printStackTrace(new PrintWriter(text, true));
      }
    }
    System.err.println(text);
  }
}
