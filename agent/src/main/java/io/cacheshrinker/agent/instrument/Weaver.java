package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.agent.log.Log;
import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integration.Birth;
import io.cacheshrinker.integration.Integration.Newborn;
import java.lang.instrument.ClassFileTransformer;
import java.lang.ref.WeakReference;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Weaves one static call into the places where caches are born, just before they return, and
 * nothing else: no member is added, so that a class can be woven after it was loaded, and no
 * branch, so that no stack map frame has to be computed and no other class has to be looked at. A
 * transformer runs inside somebody's {@code loadClass}, with their lock held.
 *
 * <p>Stateless but for the inventory; called by any thread that loads a class.
 */
public final class Weaver implements ClassFileTransformer {
  private final List<Integration> integrations;
  private final Inventory inventory;
  private final Declarations declarations;

  /** Classes that were loaded before they were woven, until somebody asks. */
  private final Queue<WeakReference<Class<?>>> wovenLate = new ConcurrentLinkedQueue<>();

  /** A weaver of libraries, where nobody asks what classes declare. */
  Weaver(List<Integration> integrations, Inventory inventory) {
    this(integrations, inventory, new Declarations());
  }

  public Weaver(List<Integration> integrations, Inventory inventory, Declarations declarations) {
    this.integrations = integrations;
    this.inventory = inventory;
    this.declarations = declarations;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    try {
      if (!Hook.isVisibleFrom(loader)) {
        inventory.notWoven(className, "its class loader hides classes of java.lang");
        return null;
      }
      byte[] woven = weave(loader, className, bytes);
      if (woven != null && redefined != null) {
        wovenLate.add(new WeakReference<>(redefined));
      }
      return woven;
    } catch (Throwable failure) {
      inventory.notWoven(className, "it could not be read (" + failure + ")");
      Log.logger().debug("weaving of {} failed", className, failure);
      return null;
    }
  }

  /** A class that was woven after it was loaded, each once; null if there is none (left). */
  @Nullable Class<?> pollWovenLate() {
    while (true) {
      WeakReference<Class<?>> next = wovenLate.poll();
      if (next == null || next.get() != null) {
        return next == null ? null : next.get();
      }
    }
  }

  /** As {@link #weave(ClassLoader, String, byte[])}, of a class of no loader in particular. */
  byte @Nullable [] weave(String className, byte[] bytes) {
    return weave(null, className, bytes);
  }

  /** The woven class file, or null if it stays as it is. */
  byte @Nullable [] weave(@Nullable ClassLoader loader, String className, byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    DeclarationReader read = DeclarationReader.of(reader);
    Declared byName = declarations.byName(className.replace('/', '.'));
    if (byName != null || !read.declared().isEmpty() || !read.refused().isEmpty()) {
      return weaveDeclared(loader, className, reader, read, byName);
    }
    for (Integration integration : integrations) {
      if (!className.endsWith("/" + integration.birth().ownerSimpleName())) {
        continue;
      }
      Shape shape = new Shape(integration.birth());
      reader.accept(shape, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      String missing = shape.missing(integration);
      if (missing != null) {
        inventory.notWoven(
            className, "it has no " + missing + " as the " + integration.library() + " known has");
      } else if (!shape.isWoven()) {
        return announce(reader, shape, integration.birth().newborn());
      }
    }
    return null;
  }

  /** The constructors that do not end in another one of the same class. */
  private byte @Nullable [] weaveDeclared(
      @Nullable ClassLoader loader,
      String className,
      ClassReader reader,
      DeclarationReader read,
      @Nullable Declared byName) {
    read.refused()
        .forEach(
            (where, reason) ->
                inventory.notDeclared(new Unregistered(where, Declared.LIBRARY, "", reason)));
    List<Declared> declared = new ArrayList<>(read.declared());
    if (byName != null && declared.stream().noneMatch(each -> each.field() == null)) {
      declared.add(byName);
    }
    if (declared.isEmpty()) {
      return null;
    }
    String binaryName = className.replace('/', '.');
    declarations.put(loader, binaryName, declared);
    Shape shape = new Shape(new Birth(binaryName, "<init>", Newborn.THIS, List.of()));
    reader.accept(shape, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return shape.isWoven() ? null : announce(reader, shape, Newborn.THIS);
  }

  private static byte[] announce(ClassReader reader, Shape shape, Newborn newborn) {
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            MethodVisitor to = super.visitMethod(access, name, descriptor, signature, exceptions);
            return shape.announces(name, descriptor) ? new Announcement(to, newborn) : to;
          }
        },
        0);
    return writer.toByteArray();
  }

  /** Copies a method and puts the call before each of its returns. */
  private static final class Announcement extends MethodVisitor {
    private final Newborn newborn;

    Announcement(MethodVisitor to, Newborn newborn) {
      super(Opcodes.ASM9, to);
      this.newborn = newborn;
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.ARETURN && newborn == Newborn.RETURNED) {
        super.visitInsn(Opcodes.DUP);
        born();
      } else if (opcode == Opcodes.RETURN && newborn == Newborn.THIS) {
        super.visitVarInsn(Opcodes.ALOAD, 0);
        born();
      }
      super.visitInsn(opcode);
    }

    private void born() {
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC, Hook.INTERNAL_NAME, "born", "(Ljava/lang/Object;)V", false);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(maxStack + 1, maxLocals);
    }
  }
}
