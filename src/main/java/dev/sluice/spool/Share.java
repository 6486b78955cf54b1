package dev.sluice.spool;

/**
 * Events of one project that arrived within one hour: how finely the books are kept.
 *
 * @param hourMillis when the hour began, milliseconds since the epoch
 */
public record Share(String project, long hourMillis) implements Comparable<Share> {
    public static Share of(String project, long receivedAtMillis) {
        return new Share(project, HourBooks.startOf(receivedAtMillis));
    }

    @Override
    public int compareTo(Share other) {
        int byProject = project.compareTo(other.project);
        return byProject == 0 ? Long.compare(hourMillis, other.hourMillis) : byProject;
    }
}
