package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.integration.Integration.Housekeeping;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Weaves a call at the entry of a library's housekeeping that announces the cache: {@code this}, or
 * what a field of it holds. As at births, no member and no branch is added.
 */
final class HousekeepingCall extends ClassVisitor {
  private final Housekeeping housekeeping;
  private final String fieldDescriptor;
  private String owner = "";

  private HousekeepingCall(ClassVisitor to, Housekeeping housekeeping, String fieldDescriptor) {
    super(Opcodes.ASM9, to);
    this.housekeeping = housekeeping;
    this.fieldDescriptor = fieldDescriptor;
  }

  /** The woven class file; null if the class has no such field. */
  static byte @Nullable [] weave(byte[] classFile, Housekeeping housekeeping) {
    ClassReader reader = new ClassReader(classFile);
    String descriptor = "";
    if (!housekeeping.cacheField().isEmpty()) {
      FieldSearch search = new FieldSearch(housekeeping.cacheField());
      reader.accept(search, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
      if (search.descriptor.isEmpty()) {
        return null;
      }
      descriptor = search.descriptor;
    }
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new HousekeepingCall(writer, housekeeping, descriptor), 0);
    return writer.toByteArray();
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    owner = name;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor to = super.visitMethod(access, name, descriptor, signature, exceptions);
    boolean isTheOne =
        name.equals(housekeeping.method())
            && (access & (Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT)) == 0;
    return isTheOne ? new Entry(to) : to;
  }

  private final class Entry extends MethodVisitor {
    Entry(MethodVisitor to) {
      super(Opcodes.ASM9, to);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      super.visitVarInsn(Opcodes.ALOAD, 0);
      if (!fieldDescriptor.isEmpty()) {
        super.visitFieldInsn(Opcodes.GETFIELD, owner, housekeeping.cacheField(), fieldDescriptor);
      }
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC, Hook.INTERNAL_NAME, "seen", "(Ljava/lang/Object;)V", false);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(Math.max(1, maxStack), maxLocals);
    }
  }

  private static final class FieldSearch extends ClassVisitor {
    private final String name;
    String descriptor = "";

    FieldSearch(String name) {
      super(Opcodes.ASM9);
      this.name = name;
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access, String field, String type, @Nullable String signature, @Nullable Object value) {
      if (field.equals(name)) {
        descriptor = type;
      }
      return null;
    }
  }
}
