package io.cacheshrinker.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads all of the agent that the application must not see, from the entries {@code
 * inst/**.classdata} of the agent jar. Those end in no name that the application's own class loader
 * would look for, although it has the same jar on its path.
 *
 * <p>Parent is the platform loader, so that nothing of the application is reached by accident; the
 * command line uses the system loader, where {@code com.sun.tools.attach} lives.
 */
final class IsolatedLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String STORE = "inst/";

  private final ZipFile jar;
  private final ProtectionDomain domain;

  private IsolatedLoader(ZipFile jar, ProtectionDomain domain, ClassLoader parent) {
    super("cache-shrinker", parent);
    this.jar = jar;
    this.domain = domain;
  }

  /**
   * A new loader on the jar that this class came from. Not by its own type: to check that one is a
   * class loader the JVM would load it with whoever calls this, long before it is needed.
   */
  static ClassLoader open(ClassLoader parent) throws IOException, URISyntaxException {
    CodeSource source = IsolatedLoader.class.getProtectionDomain().getCodeSource();
    // Not as a JarFile: the JVM has checked the jar, and what its manifest says is not for us.
    ZipFile jar = new ZipFile(new File(source.getLocation().toURI()));
    return new IsolatedLoader(jar, IsolatedLoader.class.getProtectionDomain(), parent);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    ZipEntry entry = jar.getEntry(STORE + name.replace('.', '/') + ".classdata");
    if (entry == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length, domain);
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }

  /** Entries of the store, and of {@code hook/}; the class path of the application is not asked. */
  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    String entryName =
        name.endsWith(".class") ? name.substring(0, name.length() - 6) + ".classdata" : name;
    ZipEntry entry = jar.getEntry(name.startsWith("hook/") ? entryName : STORE + entryName);
    if (entry == null) {
      ClassLoader parent = getParent();
      return parent == null ? null : parent.getResourceAsStream(name);
    }
    try {
      return jar.getInputStream(entry);
    } catch (IOException unreadable) {
      return null;
    }
  }
}
