package io.cacheshrinker.agent.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/** What shading makes of a library and of the classes that use it: packages get another front. */
public final class RelocatedJar {
  private RelocatedJar() {}

  /** Writes the classes of {@code jar} with methods renamed, as an unknown version might have. */
  public static void renameMembers(Path target, Map<String, String> methods, Path jar)
      throws IOException {
    Remapper names =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String mapMethodName(String owner, String name, String descriptor) {
            return methods.getOrDefault(name, name);
          }
        };
    write(target, names, List.of(jar), List.of());
  }

  /** Writes the classes of {@code jars} and {@code classes} to {@code target}, renamed. */
  public static void write(Path target, String from, String to, List<Path> jars, List<Path> classes)
      throws IOException {
    write(target, new Shading(from, to), jars, classes);
  }

  private static void write(Path target, Remapper names, List<Path> jars, List<Path> classes)
      throws IOException {
    Set<String> written = new HashSet<>();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(target))) {
      for (Path jar : jars) {
        try (JarFile file = new JarFile(jar.toFile())) {
          for (Enumeration<JarEntry> each = file.entries(); each.hasMoreElements(); ) {
            JarEntry entry = each.nextElement();
            if (entry.getName().endsWith(".class") && !entry.getName().contains("-")) {
              try (InputStream in = file.getInputStream(entry)) {
                add(out, written, in.readAllBytes(), names);
              }
            }
          }
        }
      }
      for (Path one : classes) {
        add(out, written, Files.readAllBytes(one), names);
      }
    }
  }

  /** The class file under another name. */
  static byte[] rename(byte[] classFile, String from, String to) {
    return rename(classFile, new Shading(from, to));
  }

  private static byte[] rename(byte[] classFile, Remapper names) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classFile).accept(new ClassRemapper(writer, names), 0);
    return writer.toByteArray();
  }

  private static void add(
      JarOutputStream out, Set<String> written, byte[] classFile, Remapper names)
      throws IOException {
    String name = names.map(new ClassReader(classFile).getClassName()) + ".class";
    if (written.add(name)) {
      out.putNextEntry(new JarEntry(name));
      out.write(rename(classFile, names));
      out.closeEntry();
    }
  }

  /** Renames packages, in strings too. */
  private static final class Shading extends Remapper {
    private final String from;
    private final String to;

    Shading(String from, String to) {
      super(Opcodes.ASM9);
      this.from = from;
      this.to = to;
    }

    @Override
    public String map(String name) {
      return name.startsWith(from) ? to + name.substring(from.length()) : name;
    }

    @Override
    public Object mapValue(Object value) {
      String dotted = from.replace('/', '.');
      return value instanceof String text && text.startsWith(dotted)
          ? to.replace('/', '.') + text.substring(dotted.length())
          : super.mapValue(value);
    }
  }
}
