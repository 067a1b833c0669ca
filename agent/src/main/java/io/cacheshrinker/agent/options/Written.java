package io.cacheshrinker.agent.options;

/**
 * One option as somebody wrote it.
 *
 * @param key name without prefix, in lower case with dashes
 * @param value after the first {@code =}
 * @param where how to show it to the user, e.g. {@code -Dcacheshrinker.mode}
 */
record Written(String key, String value, String where) {
  /** What the user sees quoted in a complaint. */
  String quoted() {
    return where + "=" + value;
  }
}
