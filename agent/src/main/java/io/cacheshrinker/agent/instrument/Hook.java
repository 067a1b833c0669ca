package io.cacheshrinker.agent.instrument;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The class {@code java.lang.CacheShrinkerHook}, seen from here: defines it and connects its sink.
 *
 * <p>It is defined with a lookup into {@code java.lang} instead of appended to the boot class path:
 * appending switches off class data sharing of the application and says so on its console.
 */
public final class Hook {
  /** The internal name that woven code calls. */
  static final String INTERNAL_NAME = "java/lang/CacheShrinkerHook";

  private static final String NAME = "java.lang.CacheShrinkerHook";
  private static final String BYTES = "hook/java/lang/CacheShrinkerHook.class";
  private static final int VERSION = 1;

  private Hook() {}

  /** Somebody else's hook is in place: an agent of another version, or of another jar. */
  public static final class Taken extends Exception {
    private static final long serialVersionUID = 1L;

    Taken(String message) {
      super(message);
    }
  }

  /**
   * Defines the hook, unless it is there, and connects {@code sink} to it.
   *
   * @throws Taken if the hook that is there is not ours to connect to
   */
  public static void connect(Instrumentation instrumentation, Consumer<Object> sink)
      throws Taken, ReflectiveOperationException, IOException {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(Hook.class.getModule())),
        Set.of(),
        Map.of());
    MethodHandles.Lookup inJavaLang =
        MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
    Class<?> hook = define(inJavaLang);
    int version = versionOf(hook);
    if (version != VERSION) {
      throw new Taken("the hook of another version (" + version + ", not " + VERSION + ")");
    }
    take(hook, sink);
  }

  /** Under the lock of the hook's class, as another agent jar may try at the same time. */
  private static void take(Class<?> hook, Consumer<Object> sink)
      throws Taken, ReflectiveOperationException {
    Field to = hook.getField("sink");
    synchronized (hook) {
      if (to.get(null) != null) {
        throw new Taken("another agent jar's hook");
      }
      to.set(null, sink);
    }
  }

  /** Connects what is told of caches that were there before us; null ends it. */
  static void find(@Nullable Consumer<Object> finder) throws ReflectiveOperationException {
    Class.forName(NAME, true, null).getField("finder").set(null, finder);
  }

  /**
   * Whether a class of {@code loader} can call the hook. All loaders must delegate {@code java.*};
   * one that does not would turn the woven call into an error of the application.
   */
  static boolean isVisibleFrom(@Nullable ClassLoader loader) {
    try {
      return Class.forName(NAME, false, loader).getClassLoader() == null;
    } catch (ClassNotFoundException | LinkageError | RuntimeException hidden) {
      return false;
    }
  }

  private static Class<?> define(MethodHandles.Lookup inJavaLang)
      throws IOException, ReflectiveOperationException {
    try (InputStream bytes = Hook.class.getClassLoader().getResourceAsStream(BYTES)) {
      if (bytes == null) {
        throw new FileNotFoundException(BYTES + " is missing in the agent jar");
      }
      return inJavaLang.defineClass(bytes.readAllBytes());
    } catch (LinkageError alreadyThere) {
      return Class.forName(NAME, true, null);
    }
  }

  /** Zero if the class that is there has no version: then it is not ours at all. */
  private static int versionOf(Class<?> hook) throws IllegalAccessException {
    try {
      return hook.getField("VERSION").getInt(null);
    } catch (NoSuchFieldException | IllegalArgumentException notOurs) {
      return 0;
    }
  }
}
