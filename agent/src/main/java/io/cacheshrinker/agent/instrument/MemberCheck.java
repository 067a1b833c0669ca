package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integration.Member;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Locale;

/** Looks for every member that an adapter needs, in the classes as they are loaded. */
final class MemberCheck {
  private MemberCheck() {}

  /**
   * @throws Unlinkable naming the first member that is missing
   */
  static void run(Integration integration, Class<?> base, Relocation relocation) throws Unlinkable {
    for (Member member : integration.members()) {
      String ownerName = relocation.mapBinary(member.owner());
      Class<?> owner;
      try {
        owner = Class.forName(ownerName, false, base.getClassLoader());
      } catch (ClassNotFoundException absent) {
        throw new Unlinkable(ownerName + " is missing");
      }
      if (!has(owner, member)) {
        String kind = member.kind().name().toLowerCase(Locale.ROOT);
        throw new Unlinkable(
            kind
                + " "
                + owner.getSimpleName()
                + "."
                + member.name()
                + " is missing, which the versions of "
                + integration.library()
                + " known to this agent have");
      }
    }
  }

  private static boolean has(Class<?> owner, Member member) {
    for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
      if (member.kind() == Member.Kind.FIELD
          ? declaresField(type, member.name())
          : declaresMethod(type, member.name())) {
        return true;
      }
    }
    return false;
  }

  private static boolean declaresField(Class<?> type, String name) {
    for (Field field : type.getDeclaredFields()) {
      if (field.getName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean declaresMethod(Class<?> type, String name) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
