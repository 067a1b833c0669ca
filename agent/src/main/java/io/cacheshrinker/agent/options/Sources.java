package io.cacheshrinker.agent.options;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The four places where options are written, the strongest first. */
final class Sources {
  private static final String PROPERTY = "cacheshrinker.";
  private static final String VARIABLE = "CACHE_SHRINKER_";
  private static final String CONFIG = "config";

  private final List<String> complaints;
  private @Nullable String unreadable;

  Sources(List<String> complaints) {
    this.complaints = complaints;
  }

  /** Everything that was written, in the order in which it counts. */
  List<Written> all(
      @Nullable String agentArguments, Map<String, String> environment, Properties system) {
    List<Written> written = new ArrayList<>();
    written.addAll(arguments(agentArguments));
    written.addAll(properties(system));
    written.addAll(variables(environment));
    for (Written option : written) {
      if (option.key().equals(CONFIG)) {
        written.addAll(file(option));
        written.removeIf(each -> each.key().equals(CONFIG));
        break;
      }
    }
    return written;
  }

  /** The file that should have been read, and why it was not; null if nothing is missing. */
  @Nullable String unreadable() {
    return unreadable;
  }

  /** Of an argument that is given twice the last one counts, as on most command lines. */
  private List<Written> arguments(@Nullable String text) {
    Map<String, Written> written = new java.util.LinkedHashMap<>();
    for (String part : text == null ? new String[0] : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (part.isBlank()) {
        continue;
      }
      if (equals <= 0) {
        complaints.add(
            "agent argument \"" + part + "\" has no value; ignored. Write it as key=value.");
        continue;
      }
      String key = part.substring(0, equals).strip();
      Written option = new Written(key, part.substring(equals + 1).strip(), key);
      Written earlier = written.put(key, option);
      if (earlier != null) {
        complaints.add(
            "agent argument "
                + key
                + " is given twice; using "
                + option.quoted()
                + ". Remove "
                + earlier.quoted()
                + ".");
      }
    }
    return List.copyOf(written.values());
  }

  private static List<Written> properties(Properties system) {
    Map<String, Written> written = new TreeMap<>();
    for (String name : system.stringPropertyNames()) {
      if (name.startsWith(PROPERTY)) {
        String key = name.substring(PROPERTY.length());
        written.put(name, new Written(key, value(system, name), "-D" + name));
      }
    }
    return List.copyOf(written.values());
  }

  private static List<Written> variables(Map<String, String> environment) {
    Map<String, Written> written = new TreeMap<>();
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String name = variable.getKey();
      if (name.startsWith(VARIABLE)) {
        String key = name.substring(VARIABLE.length()).toLowerCase(Locale.ROOT).replace('_', '-');
        written.put(name, new Written(key, variable.getValue().strip(), name));
      }
    }
    return List.copyOf(written.values());
  }

  private List<Written> file(Written config) {
    Properties properties = new Properties();
    try (BufferedReader reader =
        Files.newBufferedReader(Path.of(config.value()), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException | SecurityException failure) {
      unreadable = config.quoted() + " cannot be read (" + failure + ")";
      return List.of();
    }
    Map<String, Written> written = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.equals(CONFIG)) {
        complaints.add(
            "config in "
                + config.value()
                + " names another file; ignored. Put all options in one.");
      } else {
        written.put(key, new Written(key, value(properties, key), config.value() + ": " + key));
      }
    }
    return List.copyOf(written.values());
  }

  private static String value(Properties properties, String key) {
    String value = properties.getProperty(key);
    return value == null ? "" : value.strip();
  }
}
