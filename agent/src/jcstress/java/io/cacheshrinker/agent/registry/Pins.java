package io.cacheshrinker.agent.registry;

/** Entering and leaving where the two are done by different threads, or only tried. */
final class Pins {
  private Pins() {}

  /** Enters for whoever leaves later; {@link RegisteredShrinker#pin()} binds both to one thread. */
  static void enter(RegisteredShrinker shrinker) {
    if (!shrinker.state().pin()) {
      throw new AssertionError("refused");
    }
  }

  /** As {@link RegisteredShrinker#unpin()}. */
  static void leave(Registry registry, RegisteredShrinker shrinker) {
    if (shrinker.state().unpin()) {
      registry.unlink(shrinker);
    }
  }

  static boolean canEnter(RegisteredShrinker shrinker) {
    boolean entered = shrinker.pin() != null;
    if (entered) {
      shrinker.unpin();
    }
    return entered;
  }
}
