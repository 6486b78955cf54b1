package dev.sluice.deadletter;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** The table of dead letters. Not final: its transactions are the container's. */
@ApplicationScoped
class DeadLetterRepository implements PanacheRepositoryBase<DeadLetterEntity, UUID> {
    private static final String INSERT = """
            insert into dead_letters (id, project, uuid, reason, at, detail, event, shape)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do nothing""";

    /** Keeps all letters in one transaction; those that are there already stay as they are. */
    @Transactional
    void insert(List<DeadLetter> letters) {
        getEntityManager().unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                for (DeadLetter letter : letters) {
                    insert.setObject(1, letter.id());
                    insert.setString(2, letter.project());
                    insert.setObject(3, letter.uuid().orElse(null), Types.OTHER);
                    insert.setString(4, letter.reason());
                    insert.setObject(5, letter.at().atOffset(ZoneOffset.UTC));
                    insert.setString(6, letter.detail());
                    insert.setString(7, letter.event().orElse(null));
                    insert.setString(8, letter.shape());
                    insert.addBatch();
                }
                insert.executeBatch();
            } catch (SQLException e) {
                // Not as its cause, and not left to Hibernate, which logs it: the driver's message quotes the whole
                // row.
                throw new PersistenceException("insert refused, SQLState " + e.getSQLState());
            }
        });
    }

    @Transactional
    List<DeadLetter> newest(int limit) {
        return findAll(Sort.descending("at").and("id")).page(0, limit).stream()
                .map(DeadLetterEntity::toLetter)
                .toList();
    }

    @Transactional
    long countAll() {
        return count();
    }
}
