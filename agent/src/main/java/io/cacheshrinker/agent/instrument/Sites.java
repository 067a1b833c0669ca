package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.integration.Integration;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a cache is being created: the first frame of the stack outside the library, the
 * JDK and frameworks; if all are of frameworks, the first of those.
 */
final class Sites {
  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  /** The JDK, languages and generated code. */
  private static final String[] PLATFORM = {
    "java.",
    "javax.",
    "jdk.",
    "sun.",
    "com.sun.",
    "jakarta.",
    "kotlin.",
    "scala.",
    "groovy.",
    "org.codehaus.groovy.",
    "clojure.",
    "io.cacheshrinker.agent.",
  };

  /** Who builds caches on behalf of the application. */
  private static final String[] FRAMEWORKS = {
    "org.springframework.",
    "io.quarkus.",
    "io.micronaut.",
    "io.smallrye.",
    "org.jboss.",
    "org.apache.catalina.",
    "org.apache.tomcat.",
    "org.eclipse.jetty.",
    "net.sf.cglib.",
    "net.bytebuddy.",
    "javassist.",
    "com.github.benmanes.caffeine.",
    "com.google.inject.",
  };

  /** Prefixes of the classes of all known libraries. */
  private final String[] libraries;

  private final Declarations declarations;

  Sites(List<Integration> integrations) {
    this(integrations, new Declarations());
  }

  Sites(List<Integration> integrations, Declarations declarations) {
    this.declarations = declarations;
    List<String> prefixes = new ArrayList<>();
    for (Integration integration : integrations) {
      prefixes.addAll(integration.frames());
    }
    libraries = prefixes.toArray(new String[0]);
  }

  /** The site of a cache that is being created by this thread. */
  Site here(Object cache) {
    return WALKER.walk(new Search(cache.getClass(), declarations.mayDeclare(cache.getClass())));
  }

  /**
   * Privileged, because it is asked on the stack of an application, which may not be allowed to.
   */
  @SuppressWarnings("removal") // The only way on JDK 17; on 25 it runs the action and no more.
  private static @Nullable ClassLoader loaderOf(Class<?> type) {
    return AccessController.doPrivileged(new LoaderOf(type));
  }

  /**
   * A class, and no lambda, since the first one would be linked in the application's constructor.
   */
  private record LoaderOf(Class<?> type) implements PrivilegedAction<@Nullable ClassLoader> {
    @Override
    public @Nullable ClassLoader run() {
      return type.getClassLoader();
    }
  }

  private static boolean startsWithAny(String name, String[] prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /**
   * One walk. The package of the cache itself stands for the library, relocated or not; of a class
   * that the application declares only that class does, and those above it.
   */
  private final class Search
      implements Function<Stream<StackWalker.StackFrame>, Site>, Predicate<StackWalker.StackFrame> {
    private final Class<?> cacheClass;
    private final boolean declared;
    private StackWalker.@Nullable StackFrame framework;

    Search(Class<?> cacheClass, boolean declared) {
      this.cacheClass = cacheClass;
      this.declared = declared;
    }

    @Override
    public Site apply(Stream<StackWalker.StackFrame> frames) {
      StackWalker.StackFrame frame = frames.filter(this).findFirst().orElse(framework);
      return frame == null
          ? Site.UNKNOWN
          : new Site(
              frame.getClassName(), frame.getMethodName(), loaderOf(frame.getDeclaringClass()));
    }

    @Override
    public boolean test(StackWalker.StackFrame frame) {
      String name = frame.getClassName();
      if (startsWithAny(name, PLATFORM)
          || startsWithAny(name, libraries)
          || isOfTheCache(frame.getDeclaringClass())) {
        return false;
      }
      if (startsWithAny(name, FRAMEWORKS)) {
        if (framework == null) {
          framework = frame;
        }
        return false;
      }
      return true;
    }

    private boolean isOfTheCache(Class<?> type) {
      return declared
          ? type.isAssignableFrom(cacheClass)
          : type.getPackageName().equals(cacheClass.getPackageName());
    }
  }
}
