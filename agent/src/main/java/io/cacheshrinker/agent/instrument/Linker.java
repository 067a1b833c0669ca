package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.integration.Integration;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/**
 * Defines an adapter beside a library's base class: same loader, same package, same module, so that
 * package-private members can be reached by plain Java. For a relocated copy of the library the
 * adapter's bytes are renamed first.
 */
final class Linker {
  private final Instrumentation instrumentation;

  Linker(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Checks, defines and warms up; on a thread whose newborn caches are not announced. */
  Adapter link(Integration integration, Class<?> base) throws Unlinkable {
    Relocation relocation = Relocation.of(integration, base);
    try {
      MemberCheck.run(integration, base, relocation);
      open(base);
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(base, MethodHandles.lookup());
      Class<?> adapter = define(integration, base, relocation, lookup);
      boolean owned = integration.listing() != null;
      Adapter linked = new Adapter(integration.library(), lookup, adapter, owned);
      Adapter.find(lookup, adapter, "preTouch", void.class).invokeExact();
      return linked;
    } catch (Unlinkable known) {
      throw known;
    } catch (NoSuchMethodError | NoSuchFieldError | NoSuchMethodException differs) {
      throw new Unlinkable("a member is not as this agent knows it", differs);
    } catch (Throwable failure) {
      throw new Unlinkable("its adapter cannot be used", failure);
    }
  }

  private void open(Class<?> base) throws Unlinkable {
    open(instrumentation, base);
  }

  /** Opens the package of a library's class to us. */
  static void open(Instrumentation instrumentation, Class<?> base) throws Unlinkable {
    Module theirs = base.getModule();
    Module ours = Linker.class.getModule();
    if (theirs.isOpen(base.getPackageName(), ours)) {
      return;
    }
    if (!instrumentation.isModifiableModule(theirs)) {
      throw new Unlinkable("module " + theirs.getName() + " cannot be opened");
    }
    instrumentation.redefineModule(
        theirs,
        Set.of(),
        Map.of(),
        Map.of(base.getPackageName(), Set.of(ours)),
        Set.of(),
        Map.of());
  }

  private static Class<?> define(
      Integration integration, Class<?> base, Relocation relocation, MethodHandles.Lookup lookup)
      throws Unlinkable, IOException, ReflectiveOperationException {
    byte[] bytes = bytes(integration);
    try {
      return lookup.defineClass(relocation.isNone() ? bytes : rename(bytes, relocation));
    } catch (LinkageError alreadyThere) {
      String name = relocation.mapBinary(integration.adapter());
      try {
        return Class.forName(name, true, base.getClassLoader());
      } catch (ClassNotFoundException absent) {
        throw new Unlinkable("its adapter cannot be defined", alreadyThere);
      }
    }
  }

  private static byte[] bytes(Integration integration) throws Unlinkable, IOException {
    String resource = integration.adapterResource();
    ClassLoader ours = Linker.class.getClassLoader();
    try (InputStream in = ours.getResourceAsStream(resource)) {
      if (in == null) {
        throw new Unlinkable(resource + " is missing in the agent jar");
      }
      return in.readAllBytes();
    }
  }

  static byte[] rename(byte[] classFile, Relocation relocation) {
    ClassWriter writer = new ClassWriter(0);
    Remapper names =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String internalName) {
            return relocation.map(internalName);
          }
        };
    new ClassReader(classFile).accept(new ClassRemapper(writer, names), 0);
    return writer.toByteArray();
  }
}
