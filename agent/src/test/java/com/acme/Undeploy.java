package com.acme;

import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A server that undeploys an application: its class path is the first argument, its shop the
 * second. Waits for the end of its input, then until the application's class loader has been
 * collected.
 */
public final class Undeploy {
  private Undeploy() {}

  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    List<URL> urls = new ArrayList<>();
    for (String path : arguments[0].split(File.pathSeparator, -1)) {
      urls.add(new File(path).toURI().toURL());
    }
    URLClassLoader loader =
        new URLClassLoader("shop", urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    Map<Object, Object> cache = build(loader.loadClass(arguments[1]));
    cache.put("key", "value");
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // Until the end of the input.
    }
    WeakReference<ClassLoader> undeployed = new WeakReference<>(loader);
    loader.close();
    loader = null;
    cache = null;
    long giveUp = System.nanoTime() + 30_000_000_000L;
    while (undeployed.get() != null && System.nanoTime() < giveUp) {
      System.gc();
    }
    System.out.println(undeployed.get() == null ? "collected" : "still there");
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, Object> build(Class<?> shop) throws ReflectiveOperationException {
    return (Map<Object, Object>) shop.getMethod("build").invoke(null);
  }
}
