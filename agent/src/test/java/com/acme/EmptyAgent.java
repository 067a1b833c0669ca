package com.acme;

import java.lang.instrument.Instrumentation;

/** The least that an agent can be. */
public final class EmptyAgent {
  private EmptyAgent() {}

  public static void premain(String arguments, Instrumentation instrumentation) {}
}
