package com.acme;

import com.acme.server.OwnLogManager;
import com.acme.server.OwnServerBuilder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.logging.LogManager;

/**
 * Starts as servers do: names its own log manager and its own builder of bean servers by system
 * property in {@code main}, which works only as long as nobody has asked for one before.
 */
public final class Server {
  private Server() {}

  public static void main(String[] arguments) throws IOException {
    System.setProperty("java.util.logging.manager", OwnLogManager.class.getName());
    System.setProperty("javax.management.builder.initial", OwnServerBuilder.class.getName());
    Map<Object, Object> cache = CaffeineShop.build();
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // Until the end of the input.
    }
    System.out.println("log manager " + LogManager.getLogManager().getClass().getName());
    ManagementFactory.getPlatformMBeanServer();
    System.out.println("bean servers of our own " + OwnServerBuilder.built());
    System.out.println("entries " + cache.size());
  }
}
