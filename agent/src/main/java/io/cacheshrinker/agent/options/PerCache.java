package io.cacheshrinker.agent.options;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One option that is set per cache, {@code key.GLOB=value}. Of several patterns that match a name
 * the one with the most fixed characters counts, of equals the one from the stronger source.
 */
record PerCache<T>(List<Setting<T>> settings) {

  record Setting<T>(Glob glob, T value) {}

  /** {@code settings} come in the order of their sources, the strongest first. */
  PerCache {
    settings = settings.size() < 2 ? List.copyOf(settings) : sorted(settings);
  }

  private static <T> List<Setting<T>> sorted(List<Setting<T>> settings) {
    List<Setting<T>> sorted = new ArrayList<>(settings);
    sorted.sort(
        Comparator.comparingInt((Setting<T> setting) -> setting.glob().fixedCharacters())
            .reversed());
    return List.copyOf(sorted);
  }

  @Nullable T get(String name) {
    for (Setting<T> setting : settings) {
      if (setting.glob().matches(name)) {
        return setting.value();
      }
    }
    return null;
  }
}
