package dev.sluice.deadletter;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** The table of dead letters. Not final: its transactions are the container's. */
@ApplicationScoped
class DeadLetterRepository implements PanacheRepositoryBase<DeadLetterEntity, UUID> {
    /** A row that is there already stays, but for what people did with the letter before it came here. */
    private static final String INSERT = """
            insert into dead_letters (id, project, uuid, reason, at, detail, event, shape,
                                      name, host, replays, replayed_at, edits, edited_at, edited, request_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do update set
                name = excluded.name, replays = excluded.replays, replayed_at = excluded.replayed_at,
                edits = excluded.edits, edited_at = excluded.edited_at, edited = excluded.edited
            where excluded.replays + excluded.edits > dead_letters.replays + dead_letters.edits""";

    private static final String EDIT = """
            update dead_letters
            set edited = ?, name = ?, edited_at = ?, edits = edits + 1, replayed_at = null
            where id = ?""";

    private static final String MARK = "update dead_letters set replayed_at = ?, replays = replays + 1 where id = ?";

    /** Keeps all letters in one transaction; those that are there already stay as they are. */
    @Transactional
    void insert(List<FiledLetter> letters) {
        onConnection(INSERT, insert -> {
            for (FiledLetter filed : letters) {
                bind(insert, filed);
                insert.addBatch();
            }
            insert.executeBatch();
        });
    }

    private static void bind(PreparedStatement insert, FiledLetter filed) throws SQLException {
        DeadLetter letter = filed.letter();
        LetterState state = filed.state();
        insert.setObject(1, letter.id());
        insert.setString(2, letter.project());
        insert.setObject(3, letter.uuid().orElse(null), Types.OTHER);
        insert.setString(4, letter.reason());
        insert.setObject(5, letter.at().atOffset(ZoneOffset.UTC));
        insert.setString(6, letter.detail());
        insert.setString(7, letter.event().orElse(null));
        insert.setString(8, letter.shape());
        insert.setString(9, filed.name().map(StorableText::of).orElse(null));
        insert.setString(10, filed.host());
        insert.setInt(11, state.replays());
        setTime(insert, 12, state.replayedAt());
        insert.setInt(13, state.edits());
        setTime(insert, 14, state.editedAt());
        insert.setString(15, state.edited().orElse(null));
        insert.setString(16, letter.requestId());
    }

    private static void setTime(PreparedStatement statement, int at, Optional<Instant> time) throws SQLException {
        statement.setObject(
                at, time.map(instant -> instant.atOffset(ZoneOffset.UTC)).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Transactional
    List<DeadLetter> newest(int limit) {
        return findAll(Sort.descending("at").and("id")).page(0, limit).stream()
                .map(DeadLetterEntity::toLetter)
                .toList();
    }

    @Transactional
    List<FiledLetter> find(LetterFilter filter, Optional<LetterCursor> after, int limit) {
        var condition = LetterCondition.of(filter, after);
        return find(condition.text(), Sort.descending("at").and("id"), condition.values()).page(0, limit).stream()
                .map(DeadLetterEntity::toFiled)
                .toList();
    }

    @Transactional
    Optional<FiledLetter> letter(UUID id) {
        return findByIdOptional(id).map(DeadLetterEntity::toFiled);
    }

    /** Rows and not a constructor in the query, which would need reflection in the native image. */
    @Transactional
    List<LetterCount> counts() {
        return getEntityManager()
                .createQuery(
                        "select project, reason, sum(case when replayedAt is null then 1L else 0L end), count(*)"
                                + " from DeadLetterEntity group by project, reason order by project, reason",
                        Object[].class)
                .getResultStream()
                .map(row -> {
                    long open = ((Number) row[2]).longValue();
                    return new LetterCount(
                            (String) row[0], (String) row[1], open, ((Number) row[3]).longValue() - open);
                })
                .toList();
    }

    @Transactional
    boolean edit(UUID id, String event, Optional<String> name, Instant at) {
        int[] rows = {0};
        onConnection(EDIT, edit -> {
            edit.setString(1, event);
            edit.setString(2, name.orElse(null));
            edit.setObject(3, at.atOffset(ZoneOffset.UTC));
            edit.setObject(4, id);
            rows[0] = edit.executeUpdate();
        });
        return rows[0] > 0;
    }

    @Transactional
    boolean markReplayed(UUID id, Instant at) {
        int[] rows = {0};
        onConnection(MARK, mark -> {
            mark.setObject(1, at.atOffset(ZoneOffset.UTC));
            mark.setObject(2, id);
            rows[0] = mark.executeUpdate();
        });
        return rows[0] > 0;
    }

    @Transactional
    int deleteAll(Collection<UUID> ids) {
        return Math.toIntExact(delete("id in ?1", ids));
    }

    @Transactional
    int deleteOlder(Instant than) {
        return Math.toIntExact(delete("at < ?1", than));
    }

    @Transactional
    long countAll() {
        return count();
    }

    @FunctionalInterface
    private interface Work {
        void run(PreparedStatement statement) throws SQLException;
    }

    private void onConnection(String sql, Work work) {
        getEntityManager().unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                work.run(statement);
            } catch (SQLException e) {
                // Not as its cause, and not left to Hibernate, which logs it: the driver's message quotes the whole
                // row.
                throw new PersistenceException("statement refused, SQLState " + e.getSQLState());
            }
        });
    }
}
