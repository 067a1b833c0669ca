package io.cacheshrinker.agent.cli;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanException;
import javax.management.RuntimeErrorException;
import javax.management.RuntimeMBeanException;
import javax.management.RuntimeOperationsException;

/** Something did not work, in words for the one who typed the command. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  /** True if the arguments were at fault, and not the target. */
  final boolean usage;

  Failure(String message) {
    this(message, false);
  }

  private Failure(String message, boolean usage) {
    super(message);
    this.usage = usage;
  }

  /** This command runs where the module {@code jdk.attach} is not. */
  static Failure cannotAttach(String target) {
    return new Failure(
        target + ": this Java runtime cannot attach to a pid; use that of a JDK, or host:port.");
  }

  /** What the target, or the way to it, had to say. */
  static Failure of(String target, Throwable thrown) {
    Throwable cause = unwrap(thrown);
    if (cause instanceof Failure failure) {
      return failure;
    }
    if (cause instanceof InstanceNotFoundException) {
      return new Failure(
          target + ": no cache-shrinker is in this JVM, or it has not seen a cache yet.");
    }
    return new Failure(target + ": " + explain(cause), cause instanceof IllegalArgumentException);
  }

  static String explain(Throwable thrown) {
    Throwable cause = unwrap(thrown);
    String message = cause.getMessage();
    boolean speaks =
        cause instanceof Failure
            || cause instanceof IllegalArgumentException
            || cause instanceof IllegalStateException;
    if (message == null) {
      return cause.getClass().getSimpleName();
    }
    return speaks
        ? message
        : cause.getClass().getSimpleName() + ": " + message.lines().findFirst().orElse("");
  }

  /** The message; there always is one. */
  String words() {
    return Objects.requireNonNull(getMessage());
  }

  private static Throwable unwrap(Throwable thrown) {
    Throwable cause = thrown.getCause();
    boolean wrapper =
        thrown instanceof ExecutionException
            || thrown instanceof MBeanException
            || thrown instanceof RuntimeMBeanException
            || thrown instanceof RuntimeErrorException
            || thrown instanceof RuntimeOperationsException;
    return wrapper && cause != null ? unwrap(cause) : thrown;
  }
}
