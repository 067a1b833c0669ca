package io.cacheshrinker.agent.jvm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Jars of agents that are not ours. */
final class AgentJars {
  private AgentJars() {}

  /** An agent that does nothing. */
  static Path empty(Path directory) throws IOException {
    return write(directory.resolve("empty.jar"), "com.acme.EmptyAgent", Map.of());
  }

  /** An agent that has the hook of our jar, with another version number. */
  static Path withHook(Path directory, int version) throws IOException {
    try (JarFile ours = new JarFile(ChildJvm.agentJar().toFile());
        InputStream hook =
            ours.getInputStream(ours.getJarEntry("hook/java/lang/CacheShrinkerHook.classdata"))) {
      byte[] bytes = withVersion(hook.readAllBytes(), version);
      return write(
          directory.resolve("earlier.jar"), "com.acme.EarlierAgent", Map.of("hook.bin", bytes));
    }
  }

  private static byte[] withVersion(byte[] hook, int version) {
    ClassWriter writer = new ClassWriter(0);
    ClassVisitor changed =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public FieldVisitor visitField(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              @Nullable Object value) {
            Object other = name.equals("VERSION") ? Integer.valueOf(version) : value;
            return super.visitField(access, name, descriptor, signature, other);
          }
        };
    new ClassReader(hook).accept(changed, 0);
    return writer.toByteArray();
  }

  private static Path write(Path jar, String agent, Map<String, byte[]> resources)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", agent);
    manifest.getMainAttributes().putValue("Can-Redefine-Classes", "true");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
      String path = agent.replace('.', '/') + ".class";
      out.putNextEntry(new JarEntry(path));
      out.write(Files.readAllBytes(Path.of(ChildJvm.programs(), path)));
      for (Map.Entry<String, byte[]> resource : resources.entrySet()) {
        out.putNextEntry(new JarEntry(resource.getKey()));
        out.write(resource.getValue());
      }
    }
    return Files.write(jar, bytes.toByteArray());
  }
}
