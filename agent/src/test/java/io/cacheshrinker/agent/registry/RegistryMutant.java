package io.cacheshrinker.agent.registry;

import io.cacheshrinker.Shrinker;
import io.cacheshrinker.agent.registry.Interleavings.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * A wrong registry: one production class, in which one step of one method is replaced, and the
 * tests that have to notice.
 */
enum RegistryMutant {
  /** A shrinker can be entered as soon as it is allocated. */
  PUBLISH_BEFORE_INITIALISED(
      StateWord.class, "<init>", "unpublished", Scenario.REGISTER_WALK, "RegisterStress.Walk") {
    @Override
    boolean replacesConstant(Object value) {
      return value.equals(1L << 62);
    }
  },
  CLOSE_DOES_NOT_WAIT(
      Registry.class, "closeWithin", "awaitDrained", Scenario.WALK_CLOSE, "CloseStress.Walk"),
  EXCLUDE_DOES_NOT_WAIT(
      Registry.class,
      "awaitNoCallback",
      "awaitDrained",
      Scenario.EXCLUDE_WALK,
      "ExcludeStress.Walk"),
  NO_RERUN_ON_EMPTY(
      Group.class, "runAgain", "over", Scenario.INSERT_PASS, "EmptyStress.(Insert|FirstMark)"),
  ID_REUSE_WITHOUT_RESET(Unit.class, "join", "reset", Scenario.ID_REUSE, "IdStress.Debt"),
  STORE_INSTEAD_OF_ADD(
      Unit.class, "add", "getAndAdd", Scenario.TWO_PASSES, "DeferredStress.TakeAndAdd"),
  /** Only a machine that reorders shows it: an explorer of interleavings cannot. */
  MARK_WITHOUT_FENCE(Unit.class, "mark", "fullFence", null, "EmptyStress.Insert");

  private final Class<?> mutated;
  private final String method;
  private final String step;

  /** Notices it by exploring interleavings; null if none can. */
  final Scenario scenario;

  /** Notices it under load: a pattern of jcstress tests. */
  final String stress;

  /** How long each of its rounds takes; what only reordering shows is seen once in 200,000. */
  final String stressMillis;

  RegistryMutant(Class<?> mutated, String method, String step, Scenario scenario, String stress) {
    this.mutated = mutated;
    this.method = method;
    this.step = step;
    this.scenario = scenario;
    this.stress = stress;
    stressMillis = scenario == null ? "3000" : "1000";
  }

  boolean replacesConstant(Object value) {
    return false;
  }

  /** Writes the mutant below {@code directory}, to be put before the classes. */
  void plant(Path directory) {
    String file = mutated.getName().replace('.', '/') + ".class";
    Path to = directory.resolve(file);
    try (InputStream in = mutated.getClassLoader().getResourceAsStream(file)) {
      Files.createDirectories(to.getParent());
      Files.write(to, mutate(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] mutate(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    Planter planter = new Planter(writer);
    reader.accept(planter, 0);
    if (planter.planted != 1) {
      throw new IllegalStateException(this + " planted " + planter.planted + " times");
    }
    return writer.toByteArray();
  }

  private final class Planter extends ClassVisitor {
    int planted;

    Planter(ClassVisitor to) {
      super(Opcodes.ASM9, to);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String type, String signature, String[] exceptions) {
      MethodVisitor to = super.visitMethod(access, name, type, signature, exceptions);
      return name.equals(method) ? new Step(to) : to;
    }

    private final class Step extends MethodVisitor {
      Step(MethodVisitor to) {
        super(Opcodes.ASM9, to);
      }

      @Override
      public void visitLdcInsn(Object value) {
        boolean replaces = replacesConstant(value);
        planted += replaces ? 1 : 0;
        super.visitLdcInsn(replaces ? 0L : value);
      }

      /** The replacement takes what the step takes, and the object it is called on before that. */
      @Override
      public void visitMethodInsn(
          int opcode, String owner, String called, String type, boolean isInterface) {
        if (!called.equals(step)) {
          super.visitMethodInsn(opcode, owner, called, type, isInterface);
          return;
        }
        planted++;
        String on = opcode == Opcodes.INVOKESTATIC ? "" : 'L' + owner + ';';
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            Wrong.class.getName().replace('.', '/'),
            step,
            "(" + on + type.substring(1),
            false);
      }
    }
  }

  /** The replaced steps, by the names of the right ones. */
  static final class Wrong {
    private Wrong() {}

    static boolean awaitDrained(StateWord word, long timeoutNanos) {
      return true;
    }

    static long over(Group.Run run, RegisteredShrinker shrinker, Object cache) {
      return Shrinker.EMPTY;
    }

    static void reset(Unit unit, int place) {}

    static void getAndAdd(VarHandle counter, long[] deferred, int place, long more) {
      counter.setVolatile(deferred, place, more);
    }

    static void fullFence() {}
  }
}
