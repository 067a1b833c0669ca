package io.cacheshrinker.agent.cli;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A JVM of the same user on this machine, through the attach mechanism of the JDK. */
final class LocalJvm {
  /** The system property in which an agent that was attached leaves what came of it. */
  private static final String OUTCOME = "io.cacheshrinker.attach";

  private static final String ATTACHED = "attached";

  private LocalJvm() {}

  /** Starts its local management agent, where that does not run, and answers where it listens. */
  static String managementAddress(String pid) throws Failure {
    VirtualMachine jvm = attach(pid);
    try {
      return jvm.startLocalManagementAgent();
    } catch (IOException e) {
      throw new Failure(pid + ": its local JMX does not start: " + e.getMessage());
    } finally {
      detach(jvm);
    }
  }

  /** Loads an agent into it and waits until the agent has started, or has said why it has not. */
  static void load(String pid, Path agentJar, String options) throws Failure {
    VirtualMachine jvm = attach(pid);
    try {
      jvm.loadAgent(agentJar.toString(), options);
      requireAttached(pid, jvm.getSystemProperties().getProperty(OUTCOME));
    } catch (AgentLoadException | AgentInitializationException | IOException e) {
      throw new Failure(pid + ": the agent does not start there: " + e.getMessage());
    } finally {
      detach(jvm);
    }
  }

  private static void requireAttached(String pid, @Nullable String outcome) throws Failure {
    if (outcome == null) {
      throw new Failure(
          pid + ": the agent there does not say whether it has started; look at the JVM's output.");
    }
    if (!outcome.equals(ATTACHED)) {
      throw new Failure(pid + ": " + outcome.lines().findFirst().orElse(""));
    }
  }

  private static VirtualMachine attach(String pid) throws Failure {
    try {
      return VirtualMachine.attach(pid);
    } catch (AttachNotSupportedException | IOException e) {
      throw new Failure(
          pid + ": no JVM of this user with that pid can be attached to: " + e.getMessage());
    }
  }

  private static void detach(VirtualMachine jvm) {
    try {
      jvm.detach();
    } catch (IOException e) {
      // The connection is gone already, which is what detaching is for.
    }
  }
}
