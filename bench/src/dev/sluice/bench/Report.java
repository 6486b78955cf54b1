package dev.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The figures of a run as Markdown: medians over the rounds, with the smallest and the largest beside them. */
final class Report {
    /** Of the script that asked for it. */
    static final String NAME = System.getProperty("bench.name", "run");

    private static final double QUIET_SHARE = 0.1;

    private final Options options;
    private final DiskCalibration disk;
    private final List<Load> loads;
    private final List<Sample> samples;
    private final List<StartUp> startUps;
    private final List<String> notes;
    private final ZonedDateTime date = ZonedDateTime.now(ZoneOffset.UTC);

    Report(
            Options options,
            DiskCalibration disk,
            List<Load> loads,
            List<Sample> samples,
            List<StartUp> startUps,
            List<String> notes) {
        this.options = options;
        this.disk = disk;
        this.loads = loads;
        this.samples = samples;
        this.startUps = startUps;
        this.notes = notes;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "Measured %s by `bench/%s%s`: %d round%s, closed loop %d s with %d connections, open loop %d s.",
                date.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")),
                NAME,
                options.quick() ? " --quick" : "",
                options.rounds(),
                options.rounds() == 1 ? "" : "s",
                options.closed().toSeconds(),
                options.connections(),
                options.open().toSeconds());
        line(text, "");
        text.append(
                options.peers().stream().anyMatch(peer -> peer.startsWith(NginxPeer.NAME))
                        ? Machine.describe(options.nginx(), options.work())
                        : Machine.describe(options.work()));
        line(text, "| append of 1 KiB + fdatasync | p50 %,.0f µs, p99 %,.0f µs |", disk.at(0.5), disk.at(0.99));
        line(text, "");
        loads.forEach(load -> line(text, "- `%s`: %s", load.name(), load.description()));
        closedLoops(text);
        openLoops(text);
        text.append(TracingCosts.markdown(samples));
        calibration(text);
        starts(text);
        faults(text);
        return text.toString();
    }

    private void closedLoops(StringBuilder text) {
        line(text, "");
        line(text, "### As fast as it goes (closed loop)");
        line(text, "");
        line(
                text,
                "| load | peer | requests/s | events/s | delivered events/s | p50 ms | p99 ms | CPU µs/event | stand-in | loader "
                        + "| other CPU | resident MB |");
        line(text, "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |");
        Figures.groups(samples, false)
                .forEach(group -> line(
                        text,
                        "| %s | %s | %s | %s | %s | %s | %s | %s | %.2f | %.2f | %.0f%% | %.0f |",
                        group.getFirst().load(),
                        group.getFirst().peer(),
                        Figures.spread(group, sample -> sample.result().requestsPerSecond(), 0),
                        Figures.spread(group, Sample::eventsPerSecond, 0),
                        Figures.spread(group, Sample::settledEventsPerSecond, 0),
                        Figures.spread(group, sample -> sample.result().millis(0.5), 2),
                        Figures.spread(group, sample -> sample.result().millis(0.99), 2),
                        Figures.spread(group, Sample::peerMicrosPerEvent, 2),
                        Figures.median(group, Sample::standInMicrosPerEvent),
                        Figures.median(group, Sample::loaderMicrosPerEvent),
                        Figures.median(group, Sample::otherShare) * 100,
                        Figures.median(group, Sample::residentBytes) / 1e6));
    }

    private void openLoops(StringBuilder text) {
        line(text, "");
        line(text, "### Latency at the same fixed rate (open loop, from when each request was due)");
        line(text, "");
        line(
                text,
                "| load | peer | requests/s | p50 ms | p99 ms | p99.9 ms | CPU µs/event | stand-in | loader | other CPU |");
        line(text, "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: |");
        Figures.groups(samples, true)
                .forEach(group -> line(
                        text,
                        "| %s | %s | %,.0f | %s | %s | %s | %s | %.2f | %.2f | %.0f%% |",
                        group.getFirst().load(),
                        group.getFirst().peer(),
                        group.getFirst().rate(),
                        Figures.spread(group, sample -> sample.result().millis(0.5), 2),
                        Figures.spread(group, sample -> sample.result().millis(0.99), 2),
                        Figures.spread(group, sample -> sample.result().millis(0.999), 2),
                        Figures.spread(group, Sample::peerMicrosPerEvent, 2),
                        Figures.median(group, Sample::standInMicrosPerEvent),
                        Figures.median(group, Sample::loaderMicrosPerEvent),
                        Figures.median(group, Sample::otherShare) * 100));
    }

    private void calibration(StringBuilder text) {
        line(text, "");
        line(text, "### The rig alone (loader to stand-in, nothing in between)");
        line(text, "");
        line(text, "| load | requests/s | stand-in CPU µs/request | loader CPU µs/request |");
        line(text, "| --- | --: | --: | --: |");
        samples.stream()
                .filter(sample -> sample.peer().equals(Direct.NAME))
                .forEach(sample -> line(
                        text,
                        "| %s | %,.0f | %.2f | %.2f |",
                        sample.load(),
                        sample.result().requestsPerSecond(),
                        sample.standInMicrosPerEvent() * sample.eventsPerRequest(),
                        sample.loaderMicrosPerEvent() * sample.eventsPerRequest()));
    }

    private void starts(StringBuilder text) {
        if (startUps.isEmpty()) {
            return;
        }
        line(text, "");
        line(text, "### Start");
        line(text, "");
        line(text, "| peer | exec to first 200 of `/health`, ms | resident 1 s later, MB |");
        line(text, "| --- | --: | --: |");
        startUps.forEach(start -> line(
                text,
                "| %s | %s | %s |",
                start.peer(),
                Figures.spread(start.millis(), 0),
                Figures.spread(
                        Arrays.stream(start.residentBytes())
                                .map(bytes -> bytes / 1e6)
                                .toArray(),
                        0)));
    }

    private void faults(StringBuilder text) {
        line(text, "");
        List<Sample> faulty =
                samples.stream().filter(sample -> !sample.fault().isEmpty()).toList();
        if (faulty.isEmpty()) {
            line(
                    text,
                    "In all %d measurements every answer was a 200, and the stand-in got every acknowledged event once.",
                    samples.size());
        } else {
            faulty.forEach(sample -> line(
                    text,
                    "**%s, %s, %s loop: %s**",
                    sample.load(),
                    sample.peer(),
                    sample.rate() == 0 ? "closed" : "open",
                    sample.fault()));
        }
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

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    Path save(String text) {
        Path directory = options.root().resolve("bench/results");
        Path file = NAME.equals("run")
                ? directory.resolve(date.format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm")) + ".md")
                : directory.resolve(NAME).resolve("latest.md");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
