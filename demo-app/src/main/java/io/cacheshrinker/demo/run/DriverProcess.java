package io.cacheshrinker.demo.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cacheshrinker.demo.driver.Driver;
import io.cacheshrinker.demo.driver.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The driver's JVM: its progress goes where ours goes. */
final class DriverProcess {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DriverProcess() {}

  /**
   * Replays the trace against the service, and returns when that is over or the service is gone.
   */
  static Outcome run(Setting setting, String label, int port, Children children)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command(setting, label, port))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = children.start(builder);
    String last = "";
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = line;
      }
    }
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException("the driver ended with exit code " + exit);
    }
    return JSON.readValue(last, Outcome.class);
  }

  private static List<String> command(Setting setting, String label, int port) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC"));
    command.add("-Dloader.main=" + Driver.class.getName());
    command.addAll(List.of("-cp", setting.places().serviceJar().toString()));
    command.add("org.springframework.boot.loader.launch.PropertiesLauncher");
    command.addAll(List.of("--label", label, "--port", Integer.toString(port)));
    command.addAll(List.of("--trace", setting.places().trace().toString()));
    command.addAll(List.of("--connections", Integer.toString(setting.connections())));
    command.addAll(List.of("--seconds", Double.toString(setting.seconds())));
    if (setting.terminal()) {
      command.add("--terminal");
    }
    return command;
  }
}
