package dev.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The figures of {@code bench/engines} as Markdown. */
final class EnginesReport {
    private static final double QUIET_SHARE = 0.1;

    private final EngineOptions options;
    private final DiskCalibration disk;
    private final Map<String, String> versions;
    private final List<Load> loads;
    private final List<Sample> samples;
    private final List<Drain> drains;
    private final List<String> notes;
    private final ZonedDateTime date = ZonedDateTime.now(ZoneOffset.UTC);

    EnginesReport(
            EngineOptions options,
            DiskCalibration disk,
            Map<String, String> versions,
            List<Load> loads,
            List<Sample> samples,
            List<Drain> drains,
            List<String> notes) {
        this.options = options;
        this.disk = disk;
        this.versions = versions;
        this.loads = loads;
        this.samples = samples;
        this.drains = drains;
        this.notes = notes;
    }

    /** Nothing was lost, sent again or refused. */
    boolean isSound() {
        return samples.stream().allMatch(sample -> sample.fault().isEmpty())
                && drains.stream().allMatch(drain -> drain.fault().isEmpty());
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "Measured %s by `bench/engines%s`, Sluice on: %s; %d round%s, closed loop %d s with %d connections, open loop %d s.",
                date.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")),
                options.quick() ? " --quick" : "",
                String.join(", ", options.commands().keySet()),
                options.rounds(),
                options.rounds() == 1 ? "" : "s",
                options.closed().toSeconds(),
                options.connections(),
                options.open().toSeconds());
        line(text, "");
        text.append(Machine.describe(options.work()));
        line(text, "| append of 1 KiB + fdatasync | p50 %,.0f µs, p99 %,.0f µs |", disk.at(0.5), disk.at(0.99));
        versions.forEach((name, version) -> line(text, "| %s, on the same machine | %s |", name, version));
        line(text, "");
        loads.forEach(load -> line(text, "- `%s`: %s", load.name(), load.description()));
        closedLoops(text);
        openLoops(text);
        drains(text);
        faults(text);
        return text.toString();
    }

    private void closedLoops(StringBuilder text) {
        line(text, "");
        line(text, "#### As fast as it goes (closed loop)");
        line(text, "");
        line(
                text,
                "| load | engine | requests/s | events/s | delivered events/s | p50 ms | p99 ms | gateway CPU µs/event "
                        + "| server CPU µs/event | other CPU | resident MB |");
        line(text, "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |");
        Figures.groups(samples, false)
                .forEach(group -> line(
                        text,
                        "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %.0f%% | %.0f |",
                        group.getFirst().load(),
                        group.getFirst().peer(),
                        Figures.spread(group, sample -> sample.result().requestsPerSecond(), 0),
                        Figures.spread(group, Sample::eventsPerSecond, 0),
                        Figures.spread(group, Sample::settledEventsPerSecond, 0),
                        Figures.spread(group, sample -> sample.result().millis(0.5), 2),
                        Figures.spread(group, sample -> sample.result().millis(0.99), 2),
                        Figures.spread(group, Sample::peerMicrosPerEvent, 2),
                        Figures.spread(group, Sample::neighbourMicrosPerEvent, 2),
                        Figures.median(group, Sample::otherShare) * 100,
                        Figures.median(group, Sample::residentBytes) / 1e6));
    }

    private void openLoops(StringBuilder text) {
        line(text, "");
        line(text, "#### Latency at the same fixed rate (open loop, from when each request was due)");
        line(text, "");
        line(
                text,
                "| load | engine | requests/s | p50 ms | p99 ms | p99.9 ms | gateway CPU µs/event | server CPU µs/event | other CPU |");
        line(text, "| --- | --- | --: | --: | --: | --: | --: | --: | --: |");
        Figures.groups(samples, true)
                .forEach(group -> line(
                        text,
                        "| %s | %s | %,.0f | %s | %s | %s | %s | %s | %.0f%% |",
                        group.getFirst().load(),
                        group.getFirst().peer(),
                        group.getFirst().rate(),
                        Figures.spread(group, sample -> sample.result().millis(0.5), 2),
                        Figures.spread(group, sample -> sample.result().millis(0.99), 2),
                        Figures.spread(group, sample -> sample.result().millis(0.999), 2),
                        Figures.spread(group, Sample::peerMicrosPerEvent, 2),
                        Figures.spread(group, Sample::neighbourMicrosPerEvent, 2),
                        Figures.median(group, Sample::otherShare) * 100));
    }

    private void drains(StringBuilder text) {
        line(text, "");
        line(
                text,
                "#### %,d events taken in while PostHog is away (`batch50`), and delivered when it is back",
                options.backlog());
        line(text, "");
        line(
                text,
                "| engine | taken in events/s | first delivered after s | then delivered events/s | gateway CPU µs/event "
                        + "| server CPU µs/event |");
        line(text, "| --- | --: | --: | --: | --: | --: |");
        Map<String, List<Drain>> byPeer =
                drains.stream().collect(Collectors.groupingBy(Drain::peer, LinkedHashMap::new, Collectors.toList()));
        byPeer.forEach((peer, group) -> line(
                text,
                "| %s | %s | %s | %s | %s | %s |",
                peer,
                spread(group, Drain::takenInPerSecond, 0),
                spread(group, Drain::secondsToFirst, 2),
                spread(group, Drain::eventsPerSecond, 0),
                spread(group, Drain::microsPerEvent, 2),
                spread(group, Drain::neighbourMicrosPerEvent, 2)));
    }

    private void faults(StringBuilder text) {
        line(text, "");
        if (isSound()) {
            line(
                    text,
                    "In all %d measurements and %d drains every answer was a 200, and the stand-in got every acknowledged event once.",
                    samples.size(),
                    drains.size());
        }
        samples.stream().filter(sample -> !sample.fault().isEmpty()).forEach(sample -> line(
                text,
                "**%s, %s, %s loop: %s**",
                sample.load(),
                sample.peer(),
                sample.rate() == 0 ? "closed" : "open",
                sample.fault()));
        drains.stream()
                .filter(drain -> !drain.fault().isEmpty())
                .forEach(drain -> line(text, "**drain, %s: %s**", drain.peer(), drain.fault()));
        double busiest = samples.stream().mapToDouble(Sample::otherShare).max().orElse(0);
        if (busiest > QUIET_SHARE) {
            line(
                    text,
                    "**The machine was not quiet: up to %.0f%% of its cores went to other work. CPU per event is still a guide; "
                            + "rates and latencies are not.**",
                    busiest * 100);
        }
        notes.forEach(note -> line(text, "%s", note));
    }

    private static String spread(List<Drain> group, ToDoubleFunction<Drain> value, int decimals) {
        return Figures.spread(group.stream().mapToDouble(value).toArray(), decimals);
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    Path save(String text) {
        Path directory = options.root().resolve("bench/results/engines");
        Path file = directory.resolve(date.format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm")) + ".md");
        try {
            Files.createDirectories(directory);
            Files.writeString(file, text);
            Files.writeString(directory.resolve("latest.md"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
