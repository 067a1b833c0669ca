package io.cacheshrinker.agent;

/** Where {@code java -jar} enters: opens the loader and hands over to the command line. */
public final class Main {
  private Main() {}

  /** Runs the command and exits: 0 done, 1 failed, 2 usage. */
  public static void main(String[] arguments) throws Throwable {
    ClassLoader loader = IsolatedLoader.open(ClassLoader.getSystemClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    Object exitCode =
        loader
            .loadClass("io.cacheshrinker.agent.cli.Cli")
            .getMethod("run", String[].class)
            .invoke(null, (Object) arguments);
    System.exit((Integer) exitCode);
  }
}
