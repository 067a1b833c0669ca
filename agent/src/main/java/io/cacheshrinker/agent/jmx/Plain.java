package io.cacheshrinker.agent.jmx;

import java.util.function.LongSupplier;

/**
 * Lets out only failures that a client without our classes, and without those of the application,
 * can read: {@code java.lang} types without a cause.
 */
final class Plain {
  private Plain() {}

  static long call(LongSupplier operation) {
    try {
      return operation.getAsLong();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage());
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage());
    } catch (RuntimeException e) {
      throw new IllegalStateException(e.toString());
    }
  }

  static void run(Runnable operation) {
    call(
        () -> {
          operation.run();
          return 0;
        });
  }
}
