package io.cacheshrinker.agent.options;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Patterns of which one must match; written {@code GLOB;GLOB}. */
public record Globs(List<Glob> globs) {
  public static final Globs NONE = new Globs(List.of());

  public Globs {
    globs = List.copyOf(globs);
  }

  static Globs parse(String text) {
    List<Glob> globs = new ArrayList<>();
    for (String part : text.split(";", -1)) {
      if (!part.isBlank()) {
        globs.add(new Glob(part.strip()));
      }
    }
    return new Globs(globs);
  }

  public boolean isEmpty() {
    return globs.isEmpty();
  }

  /** The first pattern that matches, as the user wrote it; null if none does. */
  public @Nullable String matching(String name) {
    for (Glob glob : globs) {
      if (glob.matches(name)) {
        return glob.pattern();
      }
    }
    return null;
  }

  /** Whether one that matches has {@code word} written out, instead of leaving it to a wildcard. */
  public boolean spells(String name, String word) {
    for (Glob glob : globs) {
      if (glob.matches(name) && glob.pattern().contains(word)) {
        return true;
      }
    }
    return false;
  }

  public boolean matches(String name) {
    return matching(name) != null;
  }
}
