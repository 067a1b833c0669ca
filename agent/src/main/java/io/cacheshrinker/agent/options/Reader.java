package io.cacheshrinker.agent.options;

import io.cacheshrinker.agent.options.Options.Parsed;
import io.cacheshrinker.agent.options.PerCache.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Turns what was written into {@link Options}; used once. */
final class Reader {
  private static final List<String> KEYS =
      List.of(
          "mode",
          "high",
          "low",
          "include",
          "exclude",
          "opt-in",
          "tripwire",
          "log",
          "jmx",
          "jfr",
          "config");
  private static final List<String> KEYS_PER_CACHE = List.of("seeks.", "floor.", "group.");
  private static final List<String> KNOWN = new ArrayList<>(KEYS);

  static {
    KNOWN.addAll(List.of("seeks.GLOB", "floor.GLOB", "group.GLOB"));
  }

  private final List<String> complaints = new ArrayList<>();
  private final Map<String, Written> single = new HashMap<>();
  private final List<Written> perCache = new ArrayList<>();

  Parsed read(@Nullable String agentArguments, Map<String, String> environment, Properties system) {
    Sources sources = new Sources(complaints);
    for (Written option : sources.all(agentArguments, environment, system)) {
      sort(option);
    }
    Mode mode = mode(sources.unreadable());
    double high = share("high", Options.HIGH);
    Options options =
        new Options(
            mode,
            high,
            low(high),
            globs("include"),
            globs("exclude"),
            globs("opt-in"),
            onOff("tripwire"),
            word("log", Level.INFO, Level.INFO, Level.WARN, Level.INFO, Level.DEBUG),
            onOff("jmx"),
            onOff("jfr"),
            perCache.isEmpty() ? none() : settings("seeks.", this::seeks),
            perCache.isEmpty() ? none() : settings("floor.", this::floor),
            perCache.isEmpty() ? none() : settings("group.", this::group));
    return new Parsed(options, List.copyOf(complaints));
  }

  private void sort(Written option) {
    if (KEYS.contains(option.key())) {
      single.putIfAbsent(option.key(), option);
    } else if (KEYS_PER_CACHE.stream().anyMatch(option.key()::startsWith)) {
      perCache.add(option);
    } else {
      String nearest = Nearest.to(option.key(), KNOWN);
      complaints.add(
          "option "
              + option.quoted()
              + " is not known; ignored. "
              + (nearest == null
                  ? "Known are " + String.join(", ", KNOWN) + "."
                  : "Did you mean " + nearest + "?"));
    }
  }

  /**
   * Who wrote a word that is none, or a file that cannot be read, may have meant to protect caches:
   * so they are not shrunk then, only observed.
   */
  private Mode mode(@Nullable String unreadable) {
    Mode asked = word("mode", Mode.SHRINK, Mode.OBSERVE, Mode.values());
    if (unreadable == null) {
      return asked;
    }
    Mode used = asked == Mode.SHRINK ? Mode.OBSERVE : asked;
    complaints.add(
        unreadable
            + "; the options in it are not used, and mode is "
            + used.name().toLowerCase(Locale.ROOT)
            + ". Check the path and that it is a properties file in UTF-8.");
    return used;
  }

  private Globs globs(String key) {
    Written option = single.get(key);
    return option == null ? Globs.NONE : Globs.parse(option.value());
  }

  private boolean onOff(String key) {
    Written option = single.get(key);
    if (option == null) {
      return true;
    }
    return switch (option.value().toLowerCase(Locale.ROOT)) {
      case "true", "on" -> true;
      case "false", "off" -> false;
      default -> {
        unusable(option, "on or off", "on");
        yield true;
      }
    };
  }

  @SafeVarargs
  private <E extends Enum<E>> E word(String key, E ifAbsent, E ifWrong, E... allowed) {
    Written option = single.get(key);
    if (option == null) {
      return ifAbsent;
    }
    List<String> words = new ArrayList<>();
    for (E candidate : allowed) {
      String word = candidate.name().toLowerCase(Locale.ROOT);
      if (word.equals(option.value().toLowerCase(Locale.ROOT))) {
        return candidate;
      }
      words.add(word);
    }
    String nearest = Nearest.to(option.value().toLowerCase(Locale.ROOT), words);
    unusable(
        option,
        "one of " + String.join(", ", words),
        ifWrong.name().toLowerCase(Locale.ROOT),
        nearest == null ? null : "Did you mean " + nearest + "?");
    return ifWrong;
  }

  private double share(String key, double otherwise) {
    Written option = single.get(key);
    if (option == null) {
      return otherwise;
    }
    try {
      double share = Double.parseDouble(option.value());
      if (share > 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException notANumber) {
      // Falls through to the same complaint as a number out of range.
    }
    unusable(option, "a share between 0 and 1, such as " + otherwise, String.valueOf(otherwise));
    return otherwise;
  }

  /** A high watermark of one's own takes the default of the low one along. */
  private double low(double high) {
    double otherwise = high == Options.HIGH ? Options.LOW : high * (Options.LOW / Options.HIGH);
    double low = share("low", otherwise);
    Written option = single.get("low");
    if (option != null && low >= high) {
      unusable(option, "below high=" + high, String.valueOf(otherwise));
      return otherwise;
    }
    return low;
  }

  private static <T> PerCache<T> none() {
    return new PerCache<>(List.of());
  }

  private <T> PerCache<T> settings(String prefix, Function<Written, @Nullable T> parse) {
    List<Setting<T>> settings = new ArrayList<>();
    for (Written option : perCache) {
      if (!option.key().startsWith(prefix)) {
        continue;
      }
      String glob = option.key().substring(prefix.length());
      T value = parse.apply(option);
      if (value != null && !glob.isEmpty()) {
        settings.add(new Setting<>(new Glob(glob), value));
      } else if (glob.isEmpty()) {
        complaints.add(
            "option "
                + option.quoted()
                + " names no cache; ignored. Write it as "
                + prefix
                + "GLOB=VALUE.");
      }
    }
    return new PerCache<>(settings);
  }

  private @Nullable Integer seeks(Written option) {
    Long seeks = number(option, 0, 1_000_000, "a whole number from 0 (free to rebuild), default 2");
    return seeks == null ? null : seeks.intValue();
  }

  private @Nullable Long floor(Written option) {
    return number(option, 0, Long.MAX_VALUE, "a whole number of entries");
  }

  private @Nullable Long number(Written option, long least, long most, String wanted) {
    try {
      long number = Long.parseLong(option.value());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Falls through to the same complaint as a number out of range.
    }
    unusable(option, wanted, "nothing");
    return null;
  }

  private @Nullable String group(Written option) {
    String clean = NameCharset.clean(option.value());
    if (clean.isEmpty()) {
      unusable(option, "a name", "nothing");
      return null;
    }
    if (!clean.equals(option.value())) {
      complaints.add(
          "option "
              + option.quoted()
              + " has characters that names cannot have; using "
              + clean
              + ". Allowed are "
              + NameCharset.ALLOWED
              + ".");
    }
    return clean;
  }

  private void unusable(Written option, String wanted, String used) {
    unusable(option, wanted, used, null);
  }

  private void unusable(Written option, String wanted, String used, @Nullable String suggestion) {
    complaints.add(
        "option "
            + option.quoted()
            + " is not "
            + wanted
            + "; using "
            + used
            + ". "
            + (suggestion == null ? "Correct it or leave it out." : suggestion));
  }
}
