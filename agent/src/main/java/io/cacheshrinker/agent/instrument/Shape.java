package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integration.Birth;
import io.cacheshrinker.integration.Integration.Member;
import io.cacheshrinker.integration.Integration.Newborn;
import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * What a class file declares, read in full before anything is woven: its members, which methods
 * announce a birth, and whether somebody has woven our call into it before.
 */
final class Shape extends ClassVisitor {
  private final Birth birth;
  private final Set<String> fields = new HashSet<>();
  private final Set<String> methods = new HashSet<>();

  /** Names with descriptors of the methods whose returns announce a newborn cache. */
  private final Set<String> announcing = new HashSet<>();

  private String name = "";
  private String superName = "java/lang/Object";
  private boolean woven;

  Shape(Birth birth) {
    super(Opcodes.ASM9);
    this.birth = birth;
  }

  /** The first thing that is missing, in words, or null if the class has all that is needed. */
  @Nullable String missing(Integration integration) {
    if (!methods.contains(birth.method())) {
      return "method " + birth.method();
    }
    for (Member member : integration.members()) {
      if (member.owner().equals(birth.owner()) && !declares(member)) {
        return member.kind().name().toLowerCase(java.util.Locale.ROOT) + " " + member.name();
      }
    }
    return announcing.isEmpty() ? "a " + birth.method() + " that returns a cache" : null;
  }

  /** Inherited members of library classes are not seen here: the adapter's check finds them. */
  private boolean declares(Member member) {
    Set<String> declared = member.kind() == Member.Kind.FIELD ? fields : methods;
    return declared.contains(member.name()) || !superName.startsWith("java/");
  }

  boolean announces(String method, String descriptor) {
    return announcing.contains(method + descriptor);
  }

  /** The call is in the class file already. */
  boolean isWoven() {
    return woven;
  }

  @Override
  public void visit(
      int version,
      int access,
      String internalName,
      @Nullable String signature,
      @Nullable String superInternalName,
      String @Nullable [] interfaces) {
    name = internalName;
    if (superInternalName != null) {
      superName = superInternalName;
    }
  }

  @Override
  public net.bytebuddy.jar.asm.@Nullable FieldVisitor visitField(
      int access,
      String field,
      String descriptor,
      @Nullable String signature,
      @Nullable Object value) {
    fields.add(field);
    return null;
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String method,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    methods.add(method);
    if (!method.equals(birth.method()) || !returnsTheNewborn(access, descriptor)) {
      return null;
    }
    return new Body(method + descriptor);
  }

  private boolean returnsTheNewborn(int access, String descriptor) {
    if (birth.newborn() == Newborn.THIS) {
      return true;
    }
    return (access & Opcodes.ACC_STATIC) != 0 && descriptor.indexOf(")L") > 0;
  }

  /**
   * Tells constructors that end in {@code super(…)} from those that end in {@code this(…)}: the
   * latter announce through the former, so that each path announces once. In a constructor that
   * calls {@code this(…)}, constructors of its own class are called once more than there are
   * instances of it created.
   */
  private final class Body extends MethodVisitor {
    private final String key;
    private int ownConstructorCalls;

    Body(String key) {
      super(Opcodes.ASM9);
      this.key = key;
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      if (opcode == Opcodes.NEW && type.equals(name)) {
        ownConstructorCalls--;
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String method, String descriptor, boolean isInterface) {
      if (opcode == Opcodes.INVOKESPECIAL && method.equals("<init>") && owner.equals(name)) {
        ownConstructorCalls++;
      } else if (owner.equals(Hook.INTERNAL_NAME)) {
        woven = true;
      }
    }

    @Override
    public void visitEnd() {
      if (birth.newborn() == Newborn.RETURNED || ownConstructorCalls == 0) {
        announcing.add(key);
      }
    }
  }
}
