package com.acme.server;

import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;

/** Makes the bean server of a server that insists on its own. */
public final class OwnServerBuilder extends MBeanServerBuilder {
  private static int built;

  @Override
  public MBeanServer newMBeanServer(
      String defaultDomain, MBeanServer outer, MBeanServerDelegate delegate) {
    count();
    return super.newMBeanServer(defaultDomain, outer, delegate);
  }

  private static synchronized void count() {
    built++;
  }

  public static synchronized int built() {
    return built;
  }
}
