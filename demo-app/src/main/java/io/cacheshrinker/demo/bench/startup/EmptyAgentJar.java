package io.cacheshrinker.demo.bench.startup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Packs {@link EmptyAgent} as ours is packed: with the same abilities in the manifest, since those
 * alone make the JVM load more, and under a name that is not on the victims' class path, so that
 * the JVM has to open the jar and read its manifest.
 */
final class EmptyAgentJar {
  private static final String NAME_IN_JAR = "empty/EmptyAgent";

  private EmptyAgentJar() {}

  /** Writes the jar; it goes with the JVM that calls this. */
  static Path write() {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", NAME_IN_JAR.replace('/', '.'));
    attributes.putValue("Can-Retransform-Classes", "true");
    attributes.putValue("Can-Redefine-Classes", "true");
    try {
      Path jar = Files.createTempFile("empty-agent", ".jar");
      jar.toFile().deleteOnExit();
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
        out.putNextEntry(new JarEntry(NAME_IN_JAR + ".class"));
        out.write(renamedClass());
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class file with another entry for its name in the constant pool (JVMS 4.4.7). */
  private static byte[] renamedClass() throws IOException {
    String name = EmptyAgent.class.getName().replace('.', '/');
    try (InputStream bytes =
        Objects.requireNonNull(EmptyAgent.class.getResourceAsStream("/" + name + ".class"))) {
      return new String(bytes.readAllBytes(), ISO_8859_1)
          .replace(poolEntry(name), poolEntry(NAME_IN_JAR))
          .getBytes(ISO_8859_1);
    }
  }

  private static String poolEntry(String text) {
    return "" + (char) (text.length() >> 8) + (char) (text.length() & 0xff) + text;
  }
}
