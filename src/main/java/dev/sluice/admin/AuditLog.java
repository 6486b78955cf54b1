package dev.sluice.admin;

import dev.sluice.config.SluiceConfig;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Who changed what: in Postgres where it can be reached, else in the data directory. A row is durable before the change is
 * made, so there is no change without its row; there may be a row without its change, if that failed. Thread-safe.
 */
@Singleton
final class AuditLog {
    private static final String INSERT = "insert into audit (id, at, who, action, project, letters, ids, detail)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String NEWEST =
            "select id, at, who, action, project, letters, ids, detail from audit order by at desc, id limit ?";

    private final InjectableInstance<AgroalDataSource> database;
    private final LocalAudit local;
    private final AdminToken token;
    private final InstantSource clock;

    AuditLog(InjectableInstance<AgroalDataSource> database, SluiceConfig config, InstantSource clock) {
        this.database = database;
        this.local = new LocalAudit(config.dataDir());
        this.token = new AdminToken(config.adminToken());
        this.clock = clock;
    }

    /** Says that the letters are about to be changed, or were. */
    void write(String action, String project, Collection<UUID> letters, String detail) {
        AuditEntry entry = AuditEntry.of(clock.instant(), token.holder(), action, project, letters, detail);
        if (!isStored(entry)) {
            local.add(entry);
        }
    }

    private boolean isStored(AuditEntry entry) {
        if (!database.getHandle().getBean().isActive()) {
            return false;
        }
        try (Connection connection = database.get().getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, entry.id());
            insert.setObject(2, entry.at().atOffset(ZoneOffset.UTC));
            insert.setString(3, entry.who());
            insert.setString(4, entry.action());
            insert.setString(5, entry.project());
            insert.setLong(6, entry.letters());
            insert.setString(7, entry.ids());
            insert.setString(8, entry.detail());
            insert.executeUpdate();
            return true;
        } catch (SQLException e) {
            Log.warnf("audit: Postgres did not take a row (%s); it is in the data directory", e.getSQLState());
            return false;
        }
    }

    /** The newest first, of both places; without Postgres' own while that is away. */
    List<AuditEntry> newest(int limit) {
        List<AuditEntry> entries = new ArrayList<>(local.newest(limit));
        entries.addAll(stored(limit));
        entries.sort(Comparator.comparing(AuditEntry::at).reversed());
        return entries.stream().limit(limit).toList();
    }

    private List<AuditEntry> stored(int limit) {
        if (!database.getHandle().getBean().isActive()) {
            return List.of();
        }
        List<AuditEntry> entries = new ArrayList<>();
        try (Connection connection = database.get().getConnection();
                PreparedStatement select = connection.prepareStatement(NEWEST)) {
            select.setInt(1, limit);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(new AuditEntry(
                            rows.getObject(1, UUID.class),
                            rows.getObject(2, OffsetDateTime.class).toInstant(),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getLong(6),
                            rows.getString(7),
                            rows.getString(8)));
                }
            }
        } catch (SQLException e) {
            Log.warnf("audit: Postgres did not answer (%s); only the data directory's rows are shown", e.getSQLState());
        }
        return entries;
    }
}
