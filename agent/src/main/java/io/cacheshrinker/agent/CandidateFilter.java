package io.cacheshrinker.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets through the few classes that may build caches, and wakes the rest of the agent at the first
 * of them. Called once for every class of the JVM, so it must stay cheap: the end of the name is
 * compared first, then the strings of the constant pool, and only then is anything of ours loaded.
 *
 * <p>Both tests survive relocation, which changes the front of package names only. The second one
 * is not optional: Caffeine has an interface {@code LocalCache}, Guava a class of that name.
 */
final class CandidateFilter implements ClassFileTransformer {
  /*
   * Shared: `delegate` and `off`, written once under the lock of this object, read by every thread
   * that loads a class; what else open() finds is written before `delegate`. A thread that loads a
   * candidate waits for the one that wakes the agent; the waking thread loads classes of the
   * platform and of our own loader only, which no thread that waits here can be defining.
   */

  /**
   * Simple name of the class, then what its constant pool must hold. Equal to the birth places of
   * {@code io.cacheshrinker.integration.Integrations}, which cannot be loaded this early.
   */
  private static final String[][] CANDIDATES = {
    {"LocalCacheFactory", "newBoundedLocalCache"},
    {"LocalCache", "segmentFor", "evictsBySize"},
    {"OnHeapStore", "enforceCapacity", "evict"},
    {"MemoryStore", "removeElementChosenByEvictionPolicy"},
    {"Shrinkers", "registered", "liveRegistrations"},
  };

  /** The end of the descriptor of the annotation that declares a cache; relocation spares it. */
  private static final String DECLARES = "io/cacheshrinker/Shrinkable;";

  /** What stands before the name of a class in the option {@code opt-in}. */
  static final String BY_NAME = "class/";

  /** Told by its name: to ask for it takes a permission that the application may not have. */
  private static final String PLATFORM_LOADER =
      "jdk.internal.loader.ClassLoaders$PlatformClassLoader";

  /**
   * Loaders in which agents, this one included, keep private copies of libraries. Ours is told by
   * its name too: it need not be loaded for that.
   */
  private static final String[] FOREIGN_AGENTS = {
    "io.cacheshrinker.agent.",
    "io.opentelemetry.javaagent.",
    "datadog.trace.",
    "co.elastic.apm.",
    "com.newrelic.",
    "com.appdynamics.",
    "com.dynatrace.",
  };

  private final Instrumentation instrumentation;
  private final @Nullable String arguments;
  private final boolean late;

  /**
   * Internal names of classes that the user may have named; the option is read in full, and by its
   * rules, when one of them is loaded.
   */
  private final List<String> named;

  private volatile @Nullable ClassFileTransformer delegate;
  private volatile boolean off;
  private @Nullable ClassLoader isolated;
  private @Nullable MethodHandle stays;

  CandidateFilter(Instrumentation instrumentation, @Nullable String arguments, boolean late) {
    this.instrumentation = instrumentation;
    this.arguments = arguments;
    this.late = late;
    this.named = named(arguments, property("cacheshrinker.opt-in"));
  }

  /** Simple names and constant pool strings; for the test that holds the two tables equal. */
  static String[][] candidates() {
    return CANDIDATES;
  }

  /**
   * After a late attach: hands the classes that were loaded before to {@link #transform}. One that
   * the JVM does not change stays as it is, and the others are woven.
   */
  void retransformLoaded() {
    Map<String, Throwable> refused = new LinkedHashMap<>();
    Map<ClassLoader, Boolean> declaring = new IdentityHashMap<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      ClassLoader loader = loaded.getClassLoader();
      if (off || isForeign(loader)) {
        continue;
      }
      try {
        if ((candidate(loaded.getName(), '.') != null
                || named.contains(loaded.getName().replace('.', '/'))
                || declares(loaded, loader, declaring))
            && instrumentation.isModifiableClass(loaded)) {
          instrumentation.retransformClasses(loaded);
        }
      } catch (Throwable failure) {
        refused.put(loaded.getName(), failure);
      }
    }
    for (Map.Entry<String, Throwable> one : refused.entrySet()) {
      tellOf(one.getKey(), one.getValue());
    }
  }

  /**
   * Looks into the class file where the loader keeps it, and only of loaders that have the
   * annotation: no class is asked itself, as that would load others.
   */
  private static boolean declares(
      Class<?> loaded, ClassLoader loader, Map<ClassLoader, Boolean> declaring) throws IOException {
    if (loaded.isArray() || loaded.isHidden()) {
      return false;
    }
    Boolean known = declaring.get(loader);
    if (known == null) {
      known = loader.getResource(DECLARES.replace(";", ".class")) != null;
      declaring.put(loader, known);
    }
    if (!known) {
      return false;
    }
    try (InputStream file =
        loader.getResourceAsStream(loaded.getName().replace('.', '/') + ".class")) {
      return file != null && declares(file.readAllBytes());
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes)
      throws IllegalClassFormatException {
    if (off || className == null) {
      return null;
    }
    try {
      if (isForeign(loader)
          || !(isBirthPlace(className, bytes) || declares(bytes) || named.contains(className))) {
        return null;
      }
      ClassFileTransformer weaver = delegate();
      return weaver == null
          ? null
          : weaver.transform(module, loader, className, redefined, domain, bytes);
    } catch (Throwable failure) {
      if (delegate == null) {
        giveUp(failure);
      } else {
        tellOf(className, failure);
      }
      return null;
    }
  }

  private static @Nullable String property(String name) {
    try {
      return System.getProperty(name);
    } catch (RuntimeException forbidden) {
      return null;
    }
  }

  /** What follows {@link #BY_NAME}, wherever that is written; no more than a guess. */
  static List<String> named(@Nullable String... texts) {
    List<String> found = new ArrayList<>(0);
    for (String text : texts) {
      int start = text == null ? -1 : text.indexOf(BY_NAME);
      while (text != null && start >= 0) {
        start += BY_NAME.length();
        int end = start;
        while (end < text.length() && ";, ".indexOf(text.charAt(end)) < 0) {
          end++;
        }
        found.add(text.substring(start, end).replace('.', '/'));
        start = text.indexOf(BY_NAME, end);
      }
    }
    return found;
  }

  private static boolean isBirthPlace(String className, byte[] bytes) {
    String[] candidate = candidate(className, '/');
    return candidate != null && ConstantPoolStrings.holdsAll(bytes, candidate);
  }

  /** Of every class of the application: about 3 µs, and nothing allocated. */
  static boolean declares(byte[] classFile) {
    return ConstantPoolStrings.holdsDescriptor(classFile, DECLARES);
  }

  private static String @Nullable [] candidate(String className, char separator) {
    for (String[] candidate : CANDIDATES) {
      String simpleName = candidate[0];
      int start = className.length() - simpleName.length();
      if (start > 0 && className.charAt(start - 1) == separator && className.endsWith(simpleName)) {
        return candidate;
      }
    }
    return null;
  }

  private static boolean isForeign(@Nullable ClassLoader loader) {
    if (loader == null) {
      return true;
    }
    String loaderClass = loader.getClass().getName();
    if (loaderClass.equals(PLATFORM_LOADER)) {
      return true;
    }
    for (String agent : FOREIGN_AGENTS) {
      if (loaderClass.startsWith(agent)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable ClassFileTransformer delegate() throws Throwable {
    ClassFileTransformer known = delegate;
    if (known != null) {
      return known;
    }
    synchronized (this) {
      if (delegate == null && !off) {
        delegate = open();
        off = delegate == null;
      }
      return delegate;
    }
  }

  /** Null if the agent has reason to stay off, and has said so. */
  private @Nullable ClassFileTransformer open() throws Throwable {
    isolated = IsolatedLoader.open(ClassLoader.getPlatformClassLoader());
    Class<?> agent = isolated.loadClass("io.cacheshrinker.agent.Agent");
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    stays =
        lookup.findStatic(
            agent, "stays", MethodType.methodType(void.class, String.class, Throwable.class));
    MethodType type =
        MethodType.methodType(
            ClassFileTransformer.class, Instrumentation.class, String.class, boolean.class);
    return (ClassFileTransformer)
        lookup.findStatic(agent, "start", type).invoke(instrumentation, arguments, late);
  }

  /**
   * A class stays as it was, and the agent goes on. Only the agent knows who wants to hear that.
   */
  private void tellOf(String className, Throwable failure) {
    MethodHandle tell = delegate == null ? null : stays;
    if (tell == null) {
      return;
    }
    try {
      tell.invoke(className, failure);
    } catch (Throwable noMemoryForWords) {
      stays = null;
    }
  }

  /** The agent could not be woken. What it may have connected meanwhile is taken away again. */
  private void giveUp(Throwable failure) {
    ClassLoader ours;
    synchronized (this) {
      if (off || delegate != null) {
        return;
      }
      off = true;
      ours = isolated;
    }
    if (ours != null) {
      disconnect(ours);
    }
    Premain.complain(
        "the agent failed while a class was loaded ("
            + failure
            + "); it is off now and the application runs without it. Please report this.",
        late);
  }

  /** Takes away the ends of the hook that classes of {@code ours} hold, and nobody else's. */
  static void disconnect(ClassLoader ours) {
    try {
      Class<?> hook = Class.forName("java.lang.CacheShrinkerHook", true, null);
      for (String name : new String[] {"sink", "finder"}) {
        Field end = hook.getField(name);
        Object connected = end.get(null);
        if (connected != null && connected.getClass().getClassLoader() == ours) {
          end.set(null, null);
        }
      }
    } catch (ReflectiveOperationException | LinkageError | RuntimeException noHook) {
      // There is none yet, or it is not ours: nothing to take away.
    }
  }
}
