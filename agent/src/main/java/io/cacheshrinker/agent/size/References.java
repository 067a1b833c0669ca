package io.cacheshrinker.agent.size;

import java.lang.invoke.MethodHandle;
import java.lang.module.ModuleDescriptor;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The reference fields of a class that a walk follows, found once a class.
 *
 * <p>Not followed: what belongs to the whole JVM rather than to an entry (classes, loaders,
 * threads, executors, modules, enum constants, method handles), the referent of a reference, and
 * hidden classes. Private fields of modules are reached by opening their package to ours, never by
 * unsafe access; a package that cannot be opened is not looked into.
 */
final class References extends ClassValue<Field[]> {
  private static final Field[] NONE = {};

  private final Opener opener;

  /** Opens a package of a module to this class; the instrumentation of the JVM can. */
  interface Opener {
    /** Opens {@code packageName} of {@code module} to {@code to}, or throws. */
    void open(Module module, String packageName, Module to);
  }

  References(Opener opener) {
    this.opener = opener;
  }

  /** An opener by {@link java.lang.instrument.Instrumentation#redefineModule}. */
  static Opener by(java.lang.instrument.Instrumentation instrumentation) {
    return (module, packageName, to) ->
        instrumentation.redefineModule(
            module, Set.of(), Map.of(), Map.of(packageName, Set.of(to)), Set.of(), Map.of());
  }

  @Override
  protected Field[] computeValue(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      if (!leadsAway(c)) {
        addFields(c, fields);
      }
    }
    return fields.isEmpty() ? NONE : fields.toArray(NONE);
  }

  /** Whether objects of this class are no part of an entry. */
  static boolean leadsAway(Class<?> type) {
    return type.isHidden()
        || type.isEnum()
        || Enum.class.isAssignableFrom(type)
        || Class.class == type
        || ClassLoader.class.isAssignableFrom(type)
        || Thread.class.isAssignableFrom(type)
        || ThreadGroup.class.isAssignableFrom(type)
        || Executor.class.isAssignableFrom(type)
        || Module.class == type
        || ModuleLayer.class == type
        || ModuleDescriptor.class == type
        || MethodHandle.class.isAssignableFrom(type);
  }

  private void addFields(Class<?> declaring, List<Field> fields) {
    try {
      for (Field field : declaring.getDeclaredFields()) {
        boolean followed =
            !Modifier.isStatic(field.getModifiers())
                && !field.getType().isPrimitive()
                && !leadsAway(field.getType())
                && !Reference.class.isAssignableFrom(declaring);
        if (followed && opened(declaring) && field.trySetAccessible()) {
          fields.add(field);
        }
      }
    } catch (RuntimeException | LinkageError unreachable) {
      // A class whose fields cannot be listed weighs only itself.
    }
  }

  private boolean opened(Class<?> declaring) {
    Module module = declaring.getModule();
    Module ours = References.class.getModule();
    if (!module.isOpen(declaring.getPackageName(), ours)) {
      opener.open(module, declaring.getPackageName(), ours);
    }
    return true;
  }
}
