package dev.sluice.run;

import dev.sluice.cli.AdminClient;
import dev.sluice.cli.DeadLettersCommand;
import dev.sluice.config.ConfigurationException;
import dev.sluice.config.Environment;
import dev.sluice.config.Setting;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code sluice dead-letters …}: what can be said behind it, and what is done then. */
final class DeadLettersEntry {
    private static final List<String> FILTERS =
            List.of("project", "reason", "event", "uuid", "from", "to", "request", "state");
    private static final int USUAL_LIMIT = 50;

    private final Map<String, String> environment;
    private final PrintWriter out;
    private final PrintWriter err;

    /** Makes a command with a name, a description and {@code --help}. */
    @FunctionalInterface
    interface Maker {
        CommandSpec make(String name, String description);
    }

    DeadLettersEntry(Map<String, String> environment, PrintWriter out, PrintWriter err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    static CommandSpec options(Maker commands) {
        CommandSpec all =
                commands.make("dead-letters", "Work with the dead letters of a running gateway (SLUICE_ADMIN_TOKEN).");
        add(all, limited(filtered(commands.make("list", "List letters, the newest first.")), "letters"));
        add(all, commands.make("counts", "Count letters by project and reason."));
        add(all, letter(commands.make("show", "Print a letter with its event."), "1"));
        add(all, file(letter(commands.make("edit", "Replace a letter's event by that of a file."), "1"), "1"));
        add(all, file(letter(commands.make("dry-run", "Try an event against the rules of now."), "1"), "0..1"));
        add(
                all,
                many(letter(commands.make("replay", "Send a letter's event again, or all that are open."), "0..1"))
                        .addOption(flag("--force", "Also if it was sent again before."))
                        .addOption(number("--rate", "How many a second, with --all; 100 else.")));
        add(
                all,
                many(letter(commands.make("delete", "Remove a letter, or all that the filter means."), "0..1"))
                        .addOption(flag("--yes", "Needed with --all: yes, remove them for good.")));
        add(all, limited(commands.make("audit", "Print who changed what, the newest first."), "rows"));
        return all;
    }

    private static void add(CommandSpec all, CommandSpec command) {
        all.addSubcommand(
                command.name(),
                command.addOption(text("--url", "Address of the gateway; http://localhost with $PORT else."))
                        .addOption(flag("--json", "Print JSON as the gateway answers.")));
    }

    private static CommandSpec filtered(CommandSpec command) {
        FILTERS.forEach(name -> command.addOption(text("--" + name, "Only letters with this " + name + ".")));
        return command;
    }

    private static CommandSpec many(CommandSpec command) {
        return filtered(command).addOption(flag("--all", "All that the filter means instead of one."));
    }

    private static CommandSpec limited(CommandSpec command, String what) {
        return command.addOption(number("--limit", "How many " + what + " at most; " + USUAL_LIMIT + " else."));
    }

    private static CommandSpec letter(CommandSpec command, String arity) {
        return command.addPositional(PositionalParamSpec.builder()
                .paramLabel("ID")
                .index("0")
                .arity(arity)
                .required(arity.equals("1"))
                .type(java.util.UUID.class)
                .description("Id of the letter.")
                .build());
    }

    private static CommandSpec file(CommandSpec command, String arity) {
        return command.addPositional(PositionalParamSpec.builder()
                .paramLabel("FILE")
                .index("1")
                .arity(arity)
                .required(arity.equals("1"))
                .type(Path.class)
                .description("The event as JSON.")
                .build());
    }

    private static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name).description(description).build();
    }

    private static OptionSpec text(String name, String description) {
        return OptionSpec.builder(name)
                .paramLabel("TEXT")
                .type(String.class)
                .description(description)
                .build();
    }

    private static OptionSpec number(String name, String description) {
        return OptionSpec.builder(name)
                .paramLabel("N")
                .type(Integer.class)
                .description(description)
                .build();
    }

    int run(ParseResult parsed) {
        if (!parsed.hasSubcommand()) {
            err.println(
                    "dead-letters takes one of list, counts, show, edit, dry-run, replay, delete, audit; see --help");
            return CommandLineEntry.WRONG;
        }
        ParseResult command = parsed.subcommand();
        try {
            return did(command) ? CommandLineEntry.WELL : CommandLineEntry.PROBLEM;
        } catch (ConfigurationException e) {
            err.println(e.getMessage());
            return CommandLineEntry.WRONG;
        } catch (IOException e) {
            err.println("the gateway does not answer: " + e.getClass().getSimpleName());
            return CommandLineEntry.PROBLEM;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CommandLineEntry.PROBLEM;
        }
    }

    private boolean did(ParseResult parsed) throws IOException, InterruptedException {
        var letters = new DeadLettersCommand(client(parsed), parsed.hasMatchedOption("--json"), out, err);
        return switch (parsed.commandSpec().name()) {
            case "list" -> letters.list(filter(parsed), limit(parsed));
            case "counts" -> letters.counts();
            case "audit" -> letters.audit(limit(parsed));
            case "show" -> letters.show(id(parsed));
            case "edit" -> letters.edit(id(parsed), file(parsed).orElseThrow());
            case "dry-run" -> letters.dryRun(id(parsed), file(parsed));
            case "replay" -> replay(letters, parsed);
            default -> delete(letters, parsed);
        };
    }

    private static boolean replay(DeadLettersCommand letters, ParseResult parsed)
            throws IOException, InterruptedException {
        if (!isAll(parsed)) {
            return letters.replay(id(parsed), parsed.hasMatchedOption("--force"));
        }
        return letters.replayAll(
                filter(parsed), Optional.ofNullable(parsed.matchedOptionValue("--rate", (Integer) null)));
    }

    private static boolean delete(DeadLettersCommand letters, ParseResult parsed) throws IOException {
        if (!isAll(parsed)) {
            return letters.delete(id(parsed));
        }
        if (!parsed.hasMatchedOption("--yes")) {
            throw new ConfigurationException("delete --all removes letters for good: say --yes, too");
        }
        return letters.deleteAll(filter(parsed));
    }

    /** Either one letter or all that a filter means: a filter beside an id would be ignored, which nobody expects. */
    private static boolean isAll(ParseResult parsed) {
        boolean isAll = parsed.hasMatchedOption("--all");
        if (isAll == parsed.hasMatchedPositional(0)
                || (!isAll && !filter(parsed).isEmpty())) {
            throw new ConfigurationException(
                    "say either the ID of a letter, or --all with what the letters have in common");
        }
        return isAll;
    }

    private AdminClient client(ParseResult parsed) {
        String token = Environment.value(environment, Setting.SLUICE_ADMIN_TOKEN)
                .orElseThrow(() -> new ConfigurationException(
                        "SLUICE_ADMIN_TOKEN is not set: it must be the same here as for the gateway"));
        String port = Environment.value(environment, Setting.PORT).orElseThrow();
        String url = parsed.matchedOptionValue("--url", "http://localhost:" + port);
        try {
            URI address = URI.create(url);
            if (Set.of("http", "https").contains(String.valueOf(address.getScheme())) && address.getHost() != null) {
                return new AdminClient(address, token);
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("--url takes the address of a gateway, like https://events.example.com");
        }
        throw new ConfigurationException("--url takes the address of a gateway, like https://events.example.com");
    }

    private static Map<String, String> filter(ParseResult parsed) {
        Map<String, String> filter = new LinkedHashMap<>();
        for (String name : FILTERS) {
            @Nullable String value = parsed.matchedOptionValue("--" + name, (String) null);
            if (value != null) {
                filter.put(name, value);
            }
        }
        return filter;
    }

    private static int limit(ParseResult parsed) {
        int limit = parsed.matchedOptionValue("--limit", USUAL_LIMIT);
        if (limit < 1) {
            throw new ConfigurationException("--limit takes a number from 1 on");
        }
        return limit;
    }

    private static String id(ParseResult parsed) {
        return String.valueOf(parsed.<Object>matchedPositionalValue(0, ""));
    }

    private static Optional<byte[]> file(ParseResult parsed) {
        @Nullable Path file = parsed.matchedPositionalValue(1, (Path) null);
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new ConfigurationException(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
