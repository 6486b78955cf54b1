package dev.sluice.deadletter;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code dead_letters}. Only read: {@link DeadLetterRepository} writes. */
@Entity
@Immutable
@Table(name = "dead_letters")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields after the constructor.
class DeadLetterEntity {
    @Id
    UUID id;

    @Column(nullable = false)
    String project;

    @Nullable
    UUID uuid;

    @Column(nullable = false)
    String reason;

    @Column(nullable = false)
    Instant at;

    @Column(nullable = false)
    String detail;

    @Nullable
    String event;

    @Column(nullable = false)
    String shape;

    @Column(name = "request_id", nullable = false)
    String requestId;

    @Nullable
    String name;

    @Column(nullable = false)
    String host;

    int replays;

    @Nullable
    @Column(name = "replayed_at")
    Instant replayedAt;

    int edits;

    @Nullable
    @Column(name = "edited_at")
    Instant editedAt;

    @Nullable
    String edited;

    FiledLetter toFiled() {
        return new FiledLetter(
                toLetter(),
                host,
                new LetterState(
                        replays,
                        Optional.ofNullable(replayedAt),
                        edits,
                        Optional.ofNullable(editedAt),
                        Optional.ofNullable(edited)));
    }

    DeadLetter toLetter() {
        return new DeadLetter(
                id,
                project,
                Optional.ofNullable(uuid),
                reason,
                at,
                detail,
                Optional.ofNullable(event),
                shape,
                requestId);
    }
}
