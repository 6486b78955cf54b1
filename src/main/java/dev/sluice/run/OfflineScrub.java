package dev.sluice.run;

import dev.sluice.cli.ScrubCommand;
import dev.sluice.config.ConfigurationException;
import dev.sluice.config.Environment;
import dev.sluice.config.FilePolicies;
import dev.sluice.config.Setting;
import dev.sluice.config.SluiceFile;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.Pseudonyms;
import dev.sluice.scrub.policy.IpPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Gives {@code sluice scrub} its files, its key and its policy: those that the gateway would have here. */
final class OfflineScrub {
    private static final String FILE = "FILE";
    private static final String REPORT = "--report";
    private static final String PROJECT = "--project";
    private static final String CONFIG = "--config";
    private static final String DEFAULT_PROJECT = "default";

    private final Map<String, String> environment;
    private final InputStream in;
    private final OutputStream out;
    private final PrintWriter err;

    OfflineScrub(Map<String, String> environment, InputStream in, OutputStream out, PrintWriter err) {
        this.environment = environment;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Adds what can be said behind the command. */
    static CommandSpec options(CommandSpec command) {
        return command.addPositional(PositionalParamSpec.builder()
                        .paramLabel(FILE)
                        .arity("0..1")
                        .type(Path.class)
                        .description("JSON lines; standard input where none is given.")
                        .build())
                .addOption(OptionSpec.builder(REPORT)
                        .description("Print to standard error which kinds were found by which path; never values.")
                        .build())
                .addOption(OptionSpec.builder(PROJECT)
                        .paramLabel("NAME")
                        .type(String.class)
                        .description(
                                "The project whose policy and pseudonyms to use; \"" + DEFAULT_PROJECT + "\" else.")
                        .build())
                .addOption(OptionSpec.builder(CONFIG)
                        .paramLabel("FILE")
                        .type(Path.class)
                        .description("The sluice.yaml to use instead of that of SLUICE_CONFIG.")
                        .build());
    }

    int run(ParseResult parsed) {
        try {
            String project = parsed.matchedOptionValue(PROJECT, DEFAULT_PROJECT);
            Optional<Path> config = Optional.ofNullable(parsed.matchedOptionValue(CONFIG, (Path) null));
            EventScrubber scrubber = scrubber(config, project);
            var command = new ScrubCommand(scrubber, project, parsed.hasMatchedOption(REPORT), err);
            Path file = parsed.matchedPositionalValue(0, (Path) null);
            return (file == null ? command.run(in, out) : scrub(command, file))
                    ? CommandLineEntry.WELL
                    : CommandLineEntry.PROBLEM;
        } catch (ConfigurationException e) {
            err.println(e.getMessage());
            return CommandLineEntry.WRONG;
        } catch (IOException e) {
            err.println("cannot go on: " + e.getClass().getSimpleName());
            return CommandLineEntry.PROBLEM;
        }
    }

    private boolean scrub(ScrubCommand command, Path file) throws IOException {
        InputStream lines;
        try {
            lines = Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": there is no such file");
        } catch (IOException e) {
            throw new ConfigurationException(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        try (lines) {
            return command.run(lines, out);
        }
    }

    private EventScrubber scrubber(Optional<Path> config, String project) {
        Optional<Path> named = config.or(
                () -> Environment.value(environment, Setting.SLUICE_CONFIG).map(Path::of));
        Optional<SluiceFile> file = SluiceFile.of(named);
        file.ifPresent(content -> requireKnown(project, content));
        return new EventScrubber(new Pseudonyms(key()), FilePolicies.of(file, ipPolicy()));
    }

    /** A mistyped name would be scrubbed by another policy than the gateway's, and nobody would see it. */
    private static void requireKnown(String project, SluiceFile file) {
        Set<String> known = new TreeSet<>();
        file.root()
                .ifPresent(root -> root.sections("projects", "a project")
                        .forEach(each -> each.text("name").ifPresent(known::add)));
        if (!known.isEmpty() && !known.contains(project) && !project.equals(DEFAULT_PROJECT)) {
            throw new ConfigurationException(
                    PROJECT + ": " + file.name() + " has no such project; it has " + String.join(", ", known));
        }
    }

    private IpPolicy ipPolicy() {
        String name = Environment.value(environment, Setting.SLUICE_IP_POLICY).orElseThrow();
        try {
            return IpPolicy.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("SLUICE_IP_POLICY is none of truncate, drop, forward");
        }
    }

    /** The gateway's own key where there is one, so that tokens are the same as in PostHog. */
    private dev.sluice.scrub.PseudonymKey key() {
        Optional<String> configured = Environment.value(environment, Setting.SLUICE_PSEUDONYM_KEY);
        Path directory =
                Path.of(Environment.value(environment, Setting.SLUICE_DATA_DIR).orElseThrow());
        Optional<PseudonymKey> existing = PseudonymKey.existing(configured, directory);
        if (existing.isPresent()) {
            return checked(existing.get());
        }
        err.println("No pseudonym key (SLUICE_PSEUDONYM_KEY, or the one in " + directory
                + "): pseudonyms of this run are good for this run only.");
        byte[] random = new byte[dev.sluice.scrub.PseudonymKey.MIN_BYTES];
        new SecureRandom().nextBytes(random);
        return new dev.sluice.scrub.PseudonymKey(random);
    }

    private static dev.sluice.scrub.PseudonymKey checked(PseudonymKey key) {
        try {
            return new dev.sluice.scrub.PseudonymKey(key.bytes());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("the pseudonym key is too short (not shown); it takes at least "
                    + dev.sluice.scrub.PseudonymKey.MIN_BYTES + " bytes");
        }
    }
}
