package io.cacheshrinker.agent.instrument;

/** Why a cache cannot be reached; the message is for the user. */
final class Unlinkable extends Exception {
  private static final long serialVersionUID = 1L;

  Unlinkable(String reason) {
    super(reason);
  }

  Unlinkable(String reason, Throwable cause) {
    super(reason + " (" + cause + ")", cause);
  }
}
