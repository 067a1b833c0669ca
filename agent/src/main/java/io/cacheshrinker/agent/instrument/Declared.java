package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.agent.instrument.OwnersWord.Said;
import org.jspecify.annotations.Nullable;

/**
 * One {@code @Shrinkable}, as the class file has it. Strings only: keeps no class alive.
 *
 * @param className binary name of the class that is annotated, or whose field is
 * @param field the field; null if it is the class
 * @param said its settings; the name is never empty
 * @param count name of the method that counts; null if none is named
 * @param scan name of the method that scans; null if none is named
 * @param guardedBy name of a field, or {@code this}; null if nothing guards
 */
record Declared(
    String className,
    @Nullable String field,
    Said said,
    @Nullable String count,
    @Nullable String scan,
    @Nullable String guardedBy) {
  static final String LIBRARY = "declared";

  static final String THIS = "this";

  /** Before the name of a class, in the option {@code opt-in} and in the names of its caches. */
  static final String BY_NAME = "class/";

  /** What it is called if nobody names it, and in messages. */
  String where() {
    return where(className, field);
  }

  static String where(String className, @Nullable String field) {
    return LIBRARY + "/" + className + (field == null ? "" : "." + field);
  }

  /** The contract of a cache whose owner has agreed by declaring it. */
  static String agreed(String reason) {
    return "A " + reason;
  }
}
