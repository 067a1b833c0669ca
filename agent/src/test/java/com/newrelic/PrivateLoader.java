package com.newrelic;

import java.net.URL;
import java.net.URLClassLoader;

/** Named like the loader in which another agent keeps its private copies of libraries. */
public final class PrivateLoader extends URLClassLoader {
  public PrivateLoader(URL... urls) {
    super(urls, ClassLoader.getPlatformClassLoader());
  }
}
