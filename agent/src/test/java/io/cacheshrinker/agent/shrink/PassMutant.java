package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.registry.Deferred;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * A wrong {@link PassArithmetic}: the production class with one call in {@code run} or {@code
 * delta} replaced by a static method of {@link Wrong}.
 */
enum PassMutant {
  SIGNED_DIVISION("divideUnsigned", "signedDivision", "(JJ)J"),
  STORE_INSTEAD_OF_ADD("add", "store", "(Lio/cacheshrinker/agent/registry/Deferred;J)V"),
  READ_INSTEAD_OF_TAKE("take", "read", "(Lio/cacheshrinker/agent/registry/Deferred;)J"),
  ASKED_COUNTED_AS_SCANNED("scanned", "asked", "(Lio/cacheshrinker/Scope;)J");

  private final String replaced;
  private final String wrong;
  private final String descriptor;

  PassMutant(String replaced, String wrong, String descriptor) {
    this.replaced = replaced;
    this.wrong = wrong;
    this.descriptor = descriptor;
  }

  /** How many rows of the main and of the nested file notice. */
  int[] mismatches(Path directory) throws ReflectiveOperationException {
    Class<?> replay = new MutantLoader().loadClass(VectorReplay.class.getName());
    return (int[]) replay.getMethod("mismatches", String.class).invoke(null, directory.toString());
  }

  /** The replaced calls. */
  public static final class Wrong {
    private Wrong() {}

    public static long signedDivision(long dividend, long divisor) {
      return dividend / divisor;
    }

    public static void store(Deferred deferred, long entries) {
      deferred.take();
      deferred.add(entries);
    }

    public static long read(Deferred deferred) {
      return deferred.get();
    }

    public static long asked(Scope scope) {
      return scope.asked();
    }
  }

  /** Has its own copies of the classes of this package, so that they meet the mutant. */
  private final class MutantLoader extends ClassLoader {
    MutantLoader() {
      super(PassMutant.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      boolean ours = name.startsWith(PassArithmetic.class.getPackageName() + '.');
      if (!ours || name.startsWith(PassMutant.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        if (name.equals(PassArithmetic.class.getName())) {
          bytes = mutate(bytes);
        }
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private byte[] mutate(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, 0);
    int[] planted = new int[1];
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String type, String signature, String[] exceptions) {
            MethodVisitor to = super.visitMethod(access, name, type, signature, exceptions);
            return new MethodVisitor(Opcodes.ASM9, to) {
              @Override
              public void visitMethodInsn(
                  int opcode, String owner, String method, String called, boolean isInterface) {
                if (method.equals(replaced)) {
                  planted[0]++;
                  super.visitMethodInsn(
                      Opcodes.INVOKESTATIC,
                      PassMutant.class.getName().replace('.', '/') + "$Wrong",
                      wrong,
                      descriptor,
                      false);
                } else {
                  super.visitMethodInsn(opcode, owner, method, called, isInterface);
                }
              }
            };
          }
        },
        0);
    if (planted[0] != 1) {
      throw new IllegalStateException(this + " planted " + planted[0] + " times");
    }
    return writer.toByteArray();
  }
}
