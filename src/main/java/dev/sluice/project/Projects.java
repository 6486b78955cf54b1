package dev.sluice.project;

import java.util.List;
import java.util.Optional;

/** The projects of the configuration. An immutable view: a reload makes a new one. */
public interface Projects {
    /** The project whose senders use this token. */
    Optional<Project> byToken(String token);

    /** The project of that name; empty when it was taken out of the configuration while events of it were stored. */
    Optional<Project> byName(String name);

    List<Project> all();
}
