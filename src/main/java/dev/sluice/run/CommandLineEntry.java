package dev.sluice.run;

import dev.sluice.config.BuildVersion;
import dev.sluice.config.ConfigurationException;
import dev.sluice.config.Environment;
import dev.sluice.config.EnvironmentCheck;
import dev.sluice.config.Setting;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.smallrye.config.ConfigValidationException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The command line: {@code sluice [serve]} and the commands that return without starting a gateway. Exit codes: 0 well, 1
 * found a problem, 2 called or configured wrongly. Built from picocli's model, not from its annotations, which would need
 * reflection in the native image.
 */
final class CommandLineEntry {
    static final int WELL = 0;
    static final int PROBLEM = 1;
    static final int WRONG = 2;

    private final Supplier<Map<String, String>> environment;
    private final Runnable gateway;
    private final InputStream lines;
    private final OutputStream scrubbed;
    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * @param lines what {@code scrub} reads where it is given no file
     * @param scrubbed where {@code scrub} writes to
     */
    CommandLineEntry(
            Supplier<Map<String, String>> environment,
            Runnable gateway,
            InputStream lines,
            OutputStream scrubbed,
            PrintWriter out,
            PrintWriter err) {
        this.environment = environment;
        this.lines = lines;
        this.scrubbed = scrubbed;
        this.gateway = gateway;
        this.out = out;
        this.err = err;
    }

    static CommandLineEntry forProcess() {
        return new CommandLineEntry(
                Environment::read,
                CommandLineEntry::runGateway,
                System.in,
                new FileOutputStream(FileDescriptor.out),
                new PrintWriter(System.out, true, System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset()));
    }

    int run(String... arguments) {
        CommandSpec root = command("sluice", "Event gateway in front of PostHog and Sentry. Without a command: serve.");
        root.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print the version.")
                .build());
        root.version("sluice " + BuildVersion.number());
        root.addSubcommand("serve", command("serve", "Run the gateway. Configured by the environment."));
        root.addSubcommand(
                "health", command("health", "Ask the gateway on this machine whether it can accept events."));
        root.addSubcommand(
                "scrub",
                OfflineScrub.options(command("scrub", "Scrub JSON lines as the gateway would. Opens no port.")));
        root.addSubcommand("dead-letters", DeadLettersEntry.options(CommandLineEntry::command));
        root.addSubcommand("sentry", SentryEntry.options(CommandLineEntry::command));
        return new CommandLine(root)
                .setOut(out)
                .setErr(err)
                .setExecutionStrategy(this::execute)
                .execute(arguments);
    }

    private static CommandSpec command(String name, String description) {
        CommandSpec command = CommandSpec.create().name(name);
        command.usageMessage()
                .description(description)
                .exitCodeListHeading("Exit codes:%n")
                .exitCodeList(Map.of("0", "well", "1", "found a problem", "2", "called or configured wrongly"));
        return command.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this.")
                .build());
    }

    private int execute(CommandLine.ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        String command =
                parsed.hasSubcommand() ? parsed.subcommand().commandSpec().name() : "serve";
        return switch (command) {
            case "health" -> health();
            case "scrub" -> new OfflineScrub(environment.get(), lines, scrubbed, err).run(parsed.subcommand());
            case "dead-letters" -> new DeadLettersEntry(environment.get(), out, err).run(parsed.subcommand());
            case "sentry" -> new SentryEntry(environment.get(), out, err).run(parsed.subcommand());
            default -> serve();
        };
    }

    private int serve() {
        EnvironmentCheck check = EnvironmentCheck.of(environment.get());
        if (!check.problems().isEmpty()) {
            print("Sluice cannot start. In the environment:", check.problems());
            BadStart.report(environment.get());
            return WRONG;
        }
        gateway.run();
        return WELL;
    }

    private static void runGateway() {
        // As the default handler, not as an argument: with one of the latter kind Quarkus no longer says why it failed.
        ApplicationLifecycleManager.setDefaultExitCodeHandler((code, failure) -> {
            if (failure != null) {
                BadStart.report(Environment.read(), failure);
            }
            System.exit(isConfiguration(failure) ? WRONG : code);
        });
        Quarkus.run();
    }

    private static boolean isConfiguration(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null
                && !(cause instanceof ConfigurationException)
                && !(cause instanceof ConfigValidationException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private int health() {
        String port = Environment.value(environment.get(), Setting.PORT).orElseThrow();
        List<String> problems = HealthProbe.ask(port);
        problems.forEach(err::println);
        return problems.isEmpty() ? WELL : PROBLEM;
    }

    private void print(String heading, List<String> lines) {
        err.println(heading);
        lines.forEach(line -> err.println("  " + line));
    }
}
