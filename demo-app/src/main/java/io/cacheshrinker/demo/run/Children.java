package io.cacheshrinker.demo.run;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts processes that do not outlive this one: however it ends, short of a kill −9, they are
 * killed.
 */
final class Children {
  private final Set<Process> alive = ConcurrentHashMap.newKeySet();

  Children() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::killAll, "kill-children"));
  }

  Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    alive.add(process);
    process.onExit().thenRun(() -> alive.remove(process));
    return process;
  }

  private void killAll() {
    alive.forEach(Process::destroyForcibly);
  }
}
