package dev.sluice.run;

import dev.sluice.config.Environment;
import dev.sluice.config.EnvironmentCheck;
import dev.sluice.config.SentryDsn;
import dev.sluice.config.Setting;
import dev.sluice.report.sentry.SentryAnswer;
import dev.sluice.report.sentry.SentryTrial;
import dev.sluice.report.sentry.SentryTrial.Sent;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code sluice sentry test}: whether Sentry takes what the gateway would send to it. Starts no gateway, opens no port. */
final class SentryEntry {
    private final Map<String, String> environment;
    private final PrintWriter out;
    private final PrintWriter err;

    SentryEntry(Map<String, String> environment, PrintWriter out, PrintWriter err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    static CommandSpec options(DeadLettersEntry.Maker commands) {
        CommandSpec all = commands.make("sentry", "Try the connection to Sentry (SENTRY_DSN).");
        all.addSubcommand(
                "test",
                commands.make("test", "Send one event, one trace and one check-in, and print what Sentry answers."));
        return all;
    }

    int run(ParseResult parsed) {
        if (!parsed.hasSubcommand()) {
            err.println("sluice sentry: say what to do: sluice sentry test");
            return CommandLineEntry.WRONG;
        }
        List<String> problems = EnvironmentCheck.of(environment).problems().stream()
                .filter(problem -> problem.startsWith("SENTRY_") || problem.startsWith("OTEL_"))
                .toList();
        Optional<SentryDsn> dsn = value(Setting.SENTRY_DSN).flatMap(SentryDsn::parse);
        if (!problems.isEmpty() || dsn.isEmpty()) {
            problems.forEach(err::println);
            if (problems.isEmpty()) {
                err.println("SENTRY_DSN is not set: give it the DSN of the gateway's project, which is in Sentry under"
                        + " Settings, Projects, Client Keys");
            }
            return CommandLineEntry.WRONG;
        }
        List<Sent> sent = new SentryTrial(
                        dsn.get(),
                        value(Setting.SENTRY_ENVIRONMENT).orElseThrow(),
                        value(Setting.SENTRY_RELEASE),
                        value(Setting.OTEL_EXPORTER_OTLP_ENDPOINT))
                .run();
        sent.forEach(this::print);
        return sent.stream().allMatch(each -> each.answer().isAccepted())
                ? CommandLineEntry.WELL
                : CommandLineEntry.PROBLEM;
    }

    private void print(Sent sent) {
        SentryAnswer answer = sent.answer();
        String subject = "%-8s %s".formatted(sent.what(), sent.id());
        if (answer.isAccepted()) {
            out.println(subject + "  accepted by " + sent.where() + ": " + answer.status() + " " + answer.said());
        } else if (answer.isReached()) {
            err.println(subject + "  NOT accepted by " + sent.where() + ": " + answer.status() + " " + answer.said());
            err.println("         " + advice(sent));
        } else {
            err.println(subject + "  " + sent.where() + " could not be reached: " + answer.said());
            err.println("         " + advice(sent));
        }
    }

    private static String advice(Sent sent) {
        boolean isTrace = sent.what().equals("trace");
        String address = isTrace && sent.where().equals("the collector") ? "OTEL_EXPORTER_OTLP_ENDPOINT" : "SENTRY_DSN";
        int status = sent.answer().status();
        if (status == 0) {
            return "Is the host in " + address + " right, and may this machine connect to it?"
                    + (isTrace ? " This test speaks OTLP over HTTP, not gRPC." : "");
        }
        if (status >= 300 && status < 400) {
            return "Redirects are not followed: put the final address into " + address + " (http or https?).";
        }
        return switch (status) {
            case 401, 403 ->
                "The key or the project in " + address + " is wrong, or the key is disabled: copy the DSN again.";
            case 404, 405, 415 ->
                isTrace
                        ? "Nothing takes OTLP over HTTP there: an older Sentry does not, nor does a collector's gRPC port."
                        : "There is no Sentry project at the address in " + address + ".";
            case 413, 400 -> "This Sentry does not understand it: is it very old?";
            case 429 -> "A rate limit or the quota is exhausted: look at the project's Stats in Sentry.";
            default -> "Sentry has trouble of its own: try again later.";
        };
    }

    private Optional<String> value(Setting setting) {
        return Environment.value(environment, setting);
    }
}
