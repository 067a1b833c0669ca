package com.acme;

/** Says which of the classes that are its arguments an application can load. */
public final class Visible {
  private Visible() {}

  public static void main(String[] arguments) {
    CaffeineShop.build();
    for (String name : arguments) {
      System.out.println(name + " " + resolves(name));
    }
    System.out.println("resource " + ClassLoader.getSystemResource("org/slf4j/Logger.class"));
  }

  private static boolean resolves(String name) {
    try {
      Class.forName(name, false, Visible.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }
}
