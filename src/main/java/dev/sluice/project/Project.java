package dev.sluice.project;

import java.net.URI;
import java.util.List;

/**
 * One PostHog project that events may be sent to.
 *
 * @param name what it is called on metrics, in dead letters and on disk; letters, digits, {@code -} and {@code _}
 * @param token the public project key ({@code phc_…}) that its senders use and that is used upstream
 * @param host PostHog's ingestion host, without a path
 * @param assetsHost where {@code /static/*} and {@code /array/*} come from
 * @param sameEvents which of its events are one because of what they say; each event name once
 */
public record Project(String name, String token, URI host, URI assetsHost, List<SameEvents> sameEvents) {
    /** Whose events are each only themselves. */
    public Project(String name, String token, URI host, URI assetsHost) {
        this(name, token, host, assetsHost, List.of());
    }

    public Project {
        sameEvents = List.copyOf(sameEvents);
        if (name.isEmpty() || name.length() > 64 || !name.chars().allMatch(Project::isNameCharacter)) {
            throw new IllegalArgumentException("a project's name takes 1 to 64 letters, digits, '-' and '_'");
        }
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
