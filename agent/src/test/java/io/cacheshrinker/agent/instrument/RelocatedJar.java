package io.cacheshrinker.agent.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/** What shading makes of a library and of the classes that use it: packages get another front. */
public final class RelocatedJar {
  private RelocatedJar() {}

  /** Writes the classes of {@code jars} and {@code classes} to {@code target}, renamed. */
  public static void write(Path target, String from, String to, List<Path> jars, List<Path> classes)
      throws IOException {
    Set<String> written = new HashSet<>();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(target))) {
      for (Path jar : jars) {
        try (JarFile file = new JarFile(jar.toFile())) {
          for (Enumeration<JarEntry> each = file.entries(); each.hasMoreElements(); ) {
            JarEntry entry = each.nextElement();
            if (entry.getName().endsWith(".class") && !entry.getName().contains("-")) {
              try (InputStream in = file.getInputStream(entry)) {
                add(out, written, in.readAllBytes(), from, to);
              }
            }
          }
        }
      }
      for (Path one : classes) {
        add(out, written, Files.readAllBytes(one), from, to);
      }
    }
  }

  private static void add(
      JarOutputStream out, Set<String> written, byte[] classFile, String from, String to)
      throws IOException {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(0);
    Remapper names =
        new Remapper() {
          @Override
          public String map(String name) {
            return name.startsWith(from) ? to + name.substring(from.length()) : name;
          }

          /** Shading renames names of classes in strings, too. */
          @Override
          public Object mapValue(Object value) {
            String dotted = from.replace('/', '.');
            return value instanceof String text && text.startsWith(dotted)
                ? to.replace('/', '.') + text.substring(dotted.length())
                : super.mapValue(value);
          }
        };
    reader.accept(new ClassRemapper(writer, names), 0);
    String name = names.map(reader.getClassName()) + ".class";
    if (written.add(name)) {
      out.putNextEntry(new JarEntry(name));
      out.write(writer.toByteArray());
      out.closeEntry();
    }
  }
}
