package io.cacheshrinker.agent.instrument;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Class files as tests look at them. */
final class ClassFile {
  private ClassFile() {}

  /** As it lies on the class path, before anybody has woven it. */
  static byte[] bytesOf(String internalName) throws IOException {
    try (InputStream in =
        ClassFile.class.getClassLoader().getResourceAsStream(internalName + ".class")) {
      return requireNonNull(in).readAllBytes();
    }
  }

  /** Shows each method's code, without debugging data, to a visitor for its name and descriptor. */
  static void visitMethods(byte[] classFile, Function<String, MethodVisitor> visitors) {
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  String @Nullable [] exceptions) {
                return visitors.apply(name + descriptor);
              }
            },
            ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
  }
}
