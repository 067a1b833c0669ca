package com.acme;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An application whose caches live in a class loader of their own, of the kind that the first
 * argument names; the second is its class path, the third the shop. Ends with its input.
 */
public final class Loaders {
  private Loaders() {}

  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    Kind kind = Kind.valueOf(arguments[0]);
    Map<Object, Object> cache;
    try (Loader loader = new Loader(kind, urls(arguments[1]))) {
      Class<?> shop = loader.loadClass(arguments[2]);
      if (shop.getClassLoader() != loader) {
        throw new IllegalStateException(shop + " came from " + shop.getClassLoader());
      }
      cache = Main.build(shop);
      cache.put("key", "value");
      System.out.println("ready");
      while (System.in.read() >= 0) {
        // Until the end of the input.
      }
    }
    System.out.println("entries " + cache.size());
  }

  private static URL[] urls(String classPath) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String path : classPath.split(File.pathSeparator, -1)) {
      urls.add(new File(path).toURI().toURL());
    }
    return urls.toArray(new URL[0]);
  }

  /** Shapes of loaders found in servers. */
  public enum Kind {
    /** Asks its parent first, but for the shop. */
    CHILD,
    /** Asks its parent for what it does not have itself. */
    PARENT_LAST,
    /** Asks nobody but for {@code java.*}, as OSGi does. */
    JAVA_ONLY,
    /** Does not even let all of {@code java.lang} through. */
    HIDING
  }

  private static final class Loader extends URLClassLoader {
    static {
      registerAsParallelCapable();
    }

    private final Kind kind;

    Loader(Kind kind, URL[] urls) {
      super(kind.name().toLowerCase(java.util.Locale.ROOT), urls, Loaders.class.getClassLoader());
      this.kind = kind;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("java.lang.CacheShrinker") && kind == Kind.HIDING) {
        throw new ClassNotFoundException(name);
      }
      if (name.startsWith("java.")
          || ((kind == Kind.CHILD || kind == Kind.HIDING) && !name.startsWith("com.acme."))) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        try {
          return findClass(name);
        } catch (ClassNotFoundException notHere) {
          if (kind == Kind.PARENT_LAST) {
            return super.loadClass(name, resolve);
          }
          throw notHere;
        }
      }
    }
  }
}
