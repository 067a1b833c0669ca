package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.options.NameCharset;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose a cache is: the class loader of its creation site, by name. The application's own loader is
 * nobody in particular; each other one, such as that of a web application, is a group. Used by the
 * agent's own thread only; holds loaders weakly.
 */
final class Groups {
  /** Loaders in which launchers put the one application they start. */
  private static final String[] LAUNCHERS = {
    "org.springframework.boot.loader.", "io.quarkus.bootstrap.runner.",
  };

  private static final class Known extends WeakReference<ClassLoader> {
    final String name;

    Known(ClassLoader loader, String name) {
      super(loader);
      this.name = name;
    }
  }

  private final List<Known> known = new ArrayList<>();

  /** Names that users have put caches into: such a group does not go with a class loader. */
  private final Set<String> named = new HashSet<>();

  /** A user has put a cache into this group. */
  void named(String name) {
    named.add(name);
  }

  /** Names of groups whose class loader was collected since the last call. */
  List<String> takeGone() {
    List<String> gone = List.of();
    for (Iterator<Known> each = known.iterator(); each.hasNext(); ) {
      Known one = each.next();
      if (one.refersTo(null)) {
        each.remove();
        if (!named.contains(one.name)) {
          gone = gone.isEmpty() ? new ArrayList<>() : gone;
          gone.add(one.name);
        }
      }
    }
    return gone;
  }

  /** The name of the group that caches created by classes of {@code loader} belong to. */
  String of(@Nullable ClassLoader loader) {
    if (loader == null || isTheApplications(loader)) {
      return Scope.ALL_GROUPS;
    }
    for (Known one : known) {
      if (one.refersTo(loader)) {
        return one.name;
      }
    }
    Known found = new Known(loader, unused(nameOf(loader)));
    known.add(found);
    return found.name;
  }

  private static boolean isTheApplications(ClassLoader loader) {
    for (ClassLoader one = ClassLoader.getSystemClassLoader(); one != null; one = one.getParent()) {
      if (one == loader) {
        return true;
      }
    }
    for (String launcher : LAUNCHERS) {
      if (loader.getClass().getName().startsWith(launcher)) {
        return true;
      }
    }
    return false;
  }

  /** The name that the server gave it; without one the kind of loader. */
  private static String nameOf(ClassLoader loader) {
    String name = loader.getName();
    if (name == null) {
      name = tomcatContext(loader);
    }
    return name == null || name.isBlank()
        ? NameCharset.clean(loader.getClass().getSimpleName())
        : NameCharset.clean(name);
  }

  /** Tomcat names the application, not the loader: {@code WebappClassLoaderBase.getContextName}. */
  private static @Nullable String tomcatContext(ClassLoader loader) {
    if (!loader.getClass().getName().startsWith("org.apache.catalina.loader.")) {
      return null;
    }
    try {
      return (String) loader.getClass().getMethod("getContextName").invoke(loader);
    } catch (ReflectiveOperationException | RuntimeException otherVersion) {
      return null;
    }
  }

  private String unused(String name) {
    Set<String> used = new HashSet<>();
    for (Known one : known) {
      used.add(one.name);
    }
    String unused = name.isEmpty() ? "loader" : name;
    for (int number = 2; used.contains(unused); number++) {
      unused = name + "#" + number;
    }
    return unused;
  }
}
