package dev.sluice.tunnel;

import dev.sluice.config.FileSection;
import dev.sluice.config.SluiceFile;
import dev.sluice.scrub.policy.IpPolicy;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code tunnel:} of the configuration file says. It counts from the next start on.
 *
 * @param attachments whether attachments of text are scrubbed and sent; else all are dropped
 * @param replays whether session replays are scrubbed and sent; else they are dropped
 * @param visitorIp what Sentry is told of the visitor's address
 * @param maxEnvelope bytes, inflated, of the largest envelope that is taken
 * @param projects whose policy holds for which DSN, where that is said
 */
record TunnelRules(
        boolean attachments, boolean replays, IpPolicy visitorIp, int maxEnvelope, List<DsnOfProject> projects) {
    static final TunnelRules USUAL = new TunnelRules(false, true, IpPolicy.DROP, 1 << 20, List.of());

    /** The largest envelope with a replay in it; Sentry takes recordings of 10 MiB and containers of 12 MiB. */
    private static final int MAX_WITH_REPLAY = 12 << 20;

    private static final int LEAST_ENVELOPE = 64 << 10;
    private static final int MOST_ENVELOPE = 64 << 20;
    private static final String DROP = "drop";
    private static final String SCRUB = "scrub";

    /**
     * One entry of {@code dsns:}.
     *
     * @param entry where it stands, for complaints
     */
    record DsnOfProject(String dsn, String project, FileSection entry) {}

    TunnelRules {
        projects = List.copyOf(projects);
    }

    /** The largest envelope that is taken at all, in bytes. */
    int mostBytes() {
        return replays ? Math.max(maxEnvelope, MAX_WITH_REPLAY) : maxEnvelope;
    }

    /** Whether Sentry may find out where the visitor is. */
    boolean tellsVisitor() {
        return visitorIp != IpPolicy.DROP;
    }

    /** @throws dev.sluice.config.ConfigurationException if the file says something that cannot be done */
    static TunnelRules read(Optional<SluiceFile> file) {
        return file.flatMap(SluiceFile::root)
                .flatMap(root -> root.section("tunnel"))
                .map(TunnelRules::read)
                .orElse(USUAL);
    }

    private static TunnelRules read(FileSection section) {
        section.allowOnly(Set.of("attachments", "replays", "visitor_ip", "max_envelope", "dsns"));
        Set<String> dropOrScrub = Set.of(DROP, SCRUB);
        List<DsnOfProject> projects = new ArrayList<>();
        for (FileSection entry : section.sections("dsns", "an entry of \"dsns\"")) {
            entry.allowOnly(Set.of("dsn", "project"));
            projects.add(new DsnOfProject(entry.requiredText("dsn"), entry.requiredText("project"), entry));
        }
        return new TunnelRules(
                section.word("attachments", dropOrScrub).filter(SCRUB::equals).isPresent(),
                section.word("replays", dropOrScrub).filter(DROP::equals).isEmpty(),
                section.word("visitor_ip", Set.of(DROP, "truncate", "forward"))
                        .map(word -> IpPolicy.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(USUAL.visitorIp),
                section.text("max_envelope").map(text -> bytes(section, text)).orElse(USUAL.maxEnvelope),
                projects);
    }

    private static int bytes(FileSection section, String text) {
        long bytes;
        try {
            bytes = new MemorySizeConverter().convert(text).asLongValue();
        } catch (IllegalArgumentException e) {
            bytes = -1;
        }
        if (bytes < LEAST_ENVELOPE || bytes > MOST_ENVELOPE) {
            throw section.complaintAbout(
                    "max_envelope", "\"max_envelope\" takes a number of bytes from 64K to 64M, like 2M");
        }
        return (int) bytes;
    }
}
