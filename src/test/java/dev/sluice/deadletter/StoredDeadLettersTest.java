package dev.sluice.deadletter;

import static dev.sluice.deadletter.Letters.letter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.WithBackends;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.util.Throwables;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@TestProfile(StoredDeadLettersTest.Database.class)
class StoredDeadLettersTest extends DeadLetterOfficeContract {
    private static final Duration OFTEN = Duration.ofMillis(20);

    @Inject
    StoredDeadLetters stored;

    @Inject
    DeadLetters everybodys;

    @Inject
    AgroalDataSource database;

    @Inject
    Flyway flyway;

    @TempDir
    Path data;

    @BeforeEach
    void empty() throws SQLException {
        flyway.migrate();
        sql("truncate dead_letters");
    }

    @Override
    DeadLetters letters() {
        return stored;
    }

    @Override
    DeadLetterOffice office() {
        return stored;
    }

    @Test
    void what_people_did_before_a_letter_moved_moves_with_it_even_if_the_row_is_there_already() throws Exception {
        try (var local = new LocalDeadLetters(data, 1 << 20)) {
            local.add(letter(1));
            local.add(letter(2));
            stored.add(letter(1));
            local.markReplayed(letter(1).id(), Letters.NOON);
            local.edit(letter(2).id(), "{\"event\":\"mended\"}", Letters.NOON);

            local.drainFiledTo(stored::addAllFiled);

            assertThat(stored.letter(letter(1).id()).orElseThrow().state().replays())
                    .isEqualTo(1);
            assertThat(stored.letter(letter(2).id()).orElseThrow().event()).hasValue("{\"event\":\"mended\"}");
            assertThat(local.letter(letter(1).id())).isEmpty();
        }
    }

    @Test
    void while_the_database_is_away_what_is_here_can_be_worked_with_and_what_is_there_says_so() throws Exception {
        try (var local = new LocalDeadLetters(data, 1 << 20)) {
            var store = new DeadLetterStore(local, stored, OFTEN);
            stored.add(letter(1));
            store.add(letter(2));
            sql("alter table dead_letters rename to away");
            try {
                LetterPage page = store.find(LetterFilter.ALL, Optional.empty(), 10);
                assertThat(page.isComplete()).isFalse();
                assertThat(page.letters()).hasSize(1);
                assertThat(store.markReplayed(letter(2).id(), Letters.NOON)).isTrue();
                assertThatThrownBy(() -> store.markReplayed(letter(1).id(), Letters.NOON))
                        .isInstanceOf(UncheckedIOException.class);
                assertThatThrownBy(() ->
                                store.delete(List.of(letter(1).id(), letter(2).id())))
                        .isInstanceOf(UncheckedIOException.class);
                assertThat(local.count()).isEqualTo(1);
            } finally {
                sql("alter table away rename to dead_letters");
            }
            store.begin();
            await().until(() -> local.count() == 0);
            store.stop();
            assertThat(store.counts()).containsExactly(new LetterCount("shop", "refused", 1, 1));
        }
    }

    @Test
    void letters_beyond_the_age_are_removed_from_the_database_too() throws Exception {
        try (var local = new LocalDeadLetters(data, 1 << 20)) {
            stored.add(letter(1, "{}", Instant.now().minus(Duration.ofDays(2))));
            stored.add(letter(2, "{}", Instant.now()));

            new LetterRetention(local, stored, Duration.ofDays(1)).enforce();

            assertThat(stored.count()).isEqualTo(1);
            assertThat(stored.letter(letter(2).id())).isPresent();
        }
    }

    @Test
    void a_group_is_kept_even_if_some_of_it_is_there_already() {
        stored.add(letter(2));

        stored.addAll(List.of(letter(1), letter(2), letter(3)));

        assertThat(stored.newest(10)).containsExactly(letter(3), letter(2), letter(1));
    }

    @Test
    void a_failure_quotes_nothing_of_the_letter() throws SQLException {
        sql("alter table dead_letters rename to away");
        try {
            assertThatThrownBy(() -> stored.add(letter(1, "{\"planted\":\"4f9c\"}")))
                    .isInstanceOf(UncheckedIOException.class)
                    .satisfies(failure -> assertThat(Throwables.getStackTrace(failure))
                            .contains("42P01")
                            .doesNotContain("4f9c")
                            .doesNotContain(letter(1).id().toString()));
        } finally {
            sql("alter table away rename to dead_letters");
        }
    }

    @Test
    void letters_move_to_the_database_and_are_seen_once_all_the_way() throws Exception {
        try (var local = new LocalDeadLetters(data, 1 << 20)) {
            var store = new DeadLetterStore(local, stored, OFTEN);
            store.add(letter(1));
            store.add(letter(2));

            assertThat(store.newest(10)).containsExactly(letter(2), letter(1));
            assertThat(store.count()).isEqualTo(2);
            store.begin();
            await().until(() -> local.count() == 0);
            store.stop();

            assertThat(stored.newest(10)).containsExactly(letter(2), letter(1));
            assertThat(store.newest(10)).containsExactly(letter(2), letter(1));
            assertThat(store.count()).isEqualTo(2);
        }
    }

    @Test
    void while_the_database_is_away_letters_are_kept_and_shown_and_move_when_it_is_back() throws Exception {
        try (var local = new LocalDeadLetters(data, 1 << 20)) {
            var store = new DeadLetterStore(local, stored, OFTEN);
            stored.add(letter(1));
            assertThat(store.count()).isEqualTo(1);
            sql("alter table dead_letters rename to away");
            try {
                store.begin();
                store.add(letter(2));

                assertThat(store.newest(10)).containsExactly(letter(2));
                assertThat(store.count()).isEqualTo(2);
            } finally {
                sql("alter table away rename to dead_letters");
            }
            await().until(() -> local.count() == 0);
            store.stop();

            assertThat(stored.newest(10)).containsExactly(letter(2), letter(1));
        }
    }

    @Test
    void everybody_else_gets_the_store_that_keeps_letters_in_both_places() {
        assertThat(everybodys).isInstanceOf(DeadLetterStore.class);
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    /** Names the database in Quarkus' own words as well: this test is about the table, not about DATABASE_URL. */
    public static final class Database extends WithBackends {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            URI url = URI.create(settings.get("DATABASE_URL"));
            String[] user = url.getUserInfo().split(":", 2);
            settings.put(
                    "quarkus.datasource.jdbc.url",
                    "jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath());
            settings.put("quarkus.datasource.username", user[0]);
            settings.put("quarkus.datasource.password", user[1]);
            return settings;
        }
    }
}
