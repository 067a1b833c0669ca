package io.cacheshrinker.agent.instrument;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integrations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WeaverTest {
  private final Inventory inventory = new Inventory(() -> {});
  private final Weaver weaver = new Weaver(Integrations.all(), inventory);

  static List<Integration> integrations() {
    return Integrations.all();
  }

  @ParameterizedTest
  @MethodSource("integrations")
  void birthPlace_woven_hasTheSameMembersAndCallsBeforeReturns(Integration integration)
      throws IOException {
    String owner = integration.birth().owner().replace('.', '/');
    byte[] original = ClassFile.bytesOf(owner);

    byte[] woven = requireNonNull(weaver.weave(owner, original));

    assertThat(membersOf(woven)).isEqualTo(membersOf(original));
    Map<String, Integer> calls = callsIn(woven);
    assertThat(calls.keySet())
        .isNotEmpty()
        .allMatch(method -> method.startsWith(integration.birth().method()));
    assertThat(inventory.unregistered()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("integrations")
  void birthPlace_thatIsWovenAlready_isLeftAlone(Integration integration) throws IOException {
    String owner = integration.birth().owner().replace('.', '/');
    byte[] woven = requireNonNull(weaver.weave(owner, ClassFile.bytesOf(owner)));

    assertThat(weaver.weave(owner, woven)).isNull();
    assertThat(inventory.unregistered()).isEmpty();
  }

  @Test
  void constructors_ofAChain_announceOnceOnEachPath() throws IOException {
    Integration.Birth birth =
        new Integration.Birth("x.Chain", "<init>", Integration.Newborn.THIS, List.of());
    Integration chain =
        new Integration(
            "x",
            birth,
            new Integration.Housekeeping("x.Chain", "none", ""),
            "x.Chain",
            "x.Adapter",
            List.of(),
            List.of());
    String name = Chain.class.getName().replace('.', '/');
    String asTopLevel = name.replace("WeaverTest$Chain", "Chain");
    byte[] original = RelocatedJar.rename(ClassFile.bytesOf(name), name, asTopLevel);

    byte[] woven =
        requireNonNull(new Weaver(List.of(chain), inventory).weave(asTopLevel, original));

    assertThat(callsIn(woven))
        .containsExactly(
            Map.entry("<init>(IZ)V", 2), Map.entry("<init>(L" + asTopLevel + ";)V", 1));
  }

  @Test
  void class_ofTheNameWithoutTheMembers_isNotWovenAndTheReasonIsKept() throws IOException {
    String name = "com/github/benmanes/caffeine/cache/LocalCache";

    assertThat(weaver.weave(name, ClassFile.bytesOf(name))).isNull();
    assertThat(inventory.unregistered())
        .singleElement()
        .satisfies(seen -> assertThat(seen.reason()).contains("it has no"));
  }

  @Test
  void classFile_thatIsBroken_isLeftAloneAndTheReasonIsKept() {
    byte[] broken = {1, 2, 3};

    byte[] woven =
        weaver.transform(
            null, WeaverTest.class.getClassLoader(), "a/LocalCache", null, null, broken);

    assertThat(woven).isNull();
    assertThat(inventory.unregistered()).hasSize(1);
  }

  /** One that ends in super on two paths, two that end in it, and one that makes another. */
  static class Chain {
    private final @Nullable Chain other;

    Chain() {
      this(1);
    }

    Chain(int i) {
      this(i, new Chain((Chain) null) == null);
    }

    Chain(int i, boolean early) {
      other = null;
      if (early) {
        return;
      }
      System.setProperty("chain", String.valueOf(i));
    }

    Chain(@Nullable Chain other) {
      this.other = other == null ? new Chain(2, true) : other;
    }

    @Nullable Chain other() {
      return other;
    }
  }

  private static List<String> membersOf(byte[] classFile) {
    List<String> members = new ArrayList<>();
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public net.bytebuddy.jar.asm.@Nullable FieldVisitor visitField(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  @Nullable Object value) {
                members.add(access + " " + name + descriptor);
                return null;
              }

              @Override
              public @Nullable MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  String @Nullable [] exceptions) {
                members.add(access + " " + name + descriptor);
                return null;
              }
            },
            0);
    return members;
  }

  /** How many calls of the hook there are, by method; each must be right before a return. */
  private static Map<String, Integer> callsIn(byte[] classFile) {
    Map<String, Integer> calls = new TreeMap<>();
    ClassFile.visitMethods(classFile, method -> new CallCounter(method, calls));
    return calls;
  }

  private static final class CallCounter extends MethodVisitor {
    private final String method;
    private final Map<String, Integer> calls;
    private boolean open;

    CallCounter(String method, Map<String, Integer> calls) {
      super(Opcodes.ASM9);
      this.method = method;
      this.calls = calls;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      assertThat(open).isFalse();
      if (owner.equals("java/lang/CacheShrinkerHook")) {
        assertThat(name + descriptor).isEqualTo("born(Ljava/lang/Object;)V");
        open = true;
        calls.merge(method, 1, Integer::sum);
      }
    }

    @Override
    public void visitInsn(int opcode) {
      boolean returns = opcode == Opcodes.RETURN || opcode == Opcodes.ARETURN;
      assertThat(open && !returns).isFalse();
      open = false;
    }
  }
}
