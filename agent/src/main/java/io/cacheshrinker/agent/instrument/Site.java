package io.cacheshrinker.agent.instrument;

import org.jspecify.annotations.Nullable;

/**
 * Where a cache was created, as it is known in the constructor.
 *
 * @param className of the first frame outside library and framework
 * @param method of that frame
 * @param loader of that class; null for the boot loader. Held from the constructor until the
 *     agent's own thread has taken the birth from the queue, and no longer
 */
record Site(String className, String method, @Nullable ClassLoader loader) {
  /** No frame of the stack tells. */
  static final Site UNKNOWN = new Site("", "unknown", null);

  /** The cache was there when the agent was attached. */
  static final Site BEFORE_THE_ATTACH = new Site("", "before.the.attach", null);

  /** Caches were created faster than their sites can be looked up: see {@link SiteBudget}. */
  static final Site NOT_LOOKED_UP = new Site("", "one.of.many", null);

  /** Whether it is a place in the code, and not a word for having none. */
  boolean isKnown() {
    return !className.isEmpty();
  }

  /** As users see it: {@code com.acme.Client.load}, without what compilers and proxies add. */
  String readable() {
    String type = readableClass();
    return type.isEmpty() ? readableMethod() : type + "." + readableMethod();
  }

  private String readableClass() {
    String type = className;
    int proxy = type.indexOf("$$");
    if (proxy > 0) {
      type = type.substring(0, proxy);
    }
    for (String suffix :
        new String[] {"_Subclass", "_ClientProxy", "$Intercepted", "$Definition"}) {
      if (type.endsWith(suffix)) {
        type = type.substring(0, type.length() - suffix.length());
      }
    }
    return type;
  }

  /** {@code lambda$load$0} is {@code load}; {@code lambda$new$0} is a constructor. */
  private String readableMethod() {
    String name = method;
    if (name.startsWith("lambda$") && name.lastIndexOf('$') > 7) {
      name = name.substring(7, name.lastIndexOf('$'));
      name = name.equals("new") ? "<init>" : name.equals("static") ? "<clinit>" : name;
    } else if (name.startsWith("CGLIB$") && name.lastIndexOf('$') > 6) {
      name = name.substring(6, name.lastIndexOf('$'));
    }
    return name;
  }
}
