package io.cacheshrinker.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.management.JMException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Every cache of every target. */
@Command(
    name = "list",
    description = "Lists the caches of the targets.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class,
    sortOptions = false)
final class ListCommand implements Callable<Integer> {
  private static final List<String> SHOWN =
      List.of(
          "Name",
          "Library",
          "EvictionClass",
          "Eligible",
          "Count",
          "Bytes",
          "Freed",
          "CreatedAt",
          "Reason");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Targets targets = new Targets();

  @Option(names = "--json", description = "a JSON array of all attributes of each cache")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Targets.Answers<Inventory> answers = targets.ask(Inventory::of);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(forMachines(answers.byTarget)));
    } else {
      show(answers, out);
    }
    return answers.exitCode;
  }

  /** Caches with all their attributes, and what is not registered, with the reason. */
  private record Inventory(List<Map<String, Object>> shrinkers, List<String> unregistered) {
    static Inventory of(Connection connection) throws IOException, JMException {
      return new Inventory(connection.shrinkers(), connection.unregistered());
    }
  }

  private static List<Map<String, Object>> forMachines(Map<String, Inventory> byTarget) {
    List<Map<String, Object>> all = new ArrayList<>();
    byTarget.forEach(
        (target, inventory) -> {
          for (Map<String, Object> attributes : inventory.shrinkers()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("target", target);
            attributes.forEach((name, value) -> row.put(Json.key(name), value));
            all.add(row);
          }
        });
    return all;
  }

  private static void show(Targets.Answers<Inventory> answers, PrintWriter out) {
    boolean several = answers.asked > 1;
    Table table = new Table();
    List<Object> header = new ArrayList<>(SHOWN);
    if (several) {
      header.add(0, "Target");
    }
    table.row(header);
    answers.byTarget.forEach(
        (target, inventory) -> {
          for (Map<String, Object> attributes : inventory.shrinkers()) {
            List<Object> row = new ArrayList<>();
            if (several) {
              row.add(target);
            }
            SHOWN.forEach(name -> row.add(attributes.getOrDefault(name, "-")));
            table.row(row);
          }
        });
    if (table.size() > 1) {
      table.print(out);
    }
    answers.byTarget.forEach(
        (target, inventory) -> {
          if (inventory.shrinkers().isEmpty()) {
            out.println("no caches in " + target);
          }
          String where = several ? " in " + target : "";
          for (String line : inventory.unregistered()) {
            out.println("not registered" + where + ": " + line);
          }
        });
  }
}
