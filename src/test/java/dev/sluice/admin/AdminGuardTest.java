package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminGuardTest {
    private static final String SECRET = "a token of an operator";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin",
                "/admin/",
                "/admin/ledger/0190",
                "/admin/ledger/balance",
                "/ADMIN/audit",
                "//admin/audit",
                "/./admin/audit",
                "/%61dmin/audit",
                "/admin;a=b/audit",
                "/admin%2Faudit",
                "/;a=b/admin/audit",
                "/.;a=b/;c/ADMIN/audit",
                "/console",
                "/console/live"
            })
    void every_spelling_of_what_belongs_to_operators_is_guarded(String path) {
        assertThat(AdminGuard.isGuarded(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/e/", "/administrator", "/static/admin", "/health", "/%zz"})
    void everything_else_is_not(String path) {
        assertThat(AdminGuard.isGuarded(path)).isFalse();
    }

    @Test
    void only_the_token_itself_opens() {
        AdminToken token = new AdminToken(Optional.of(SECRET));

        assertThat(token.isIn(Optional.of("Bearer " + SECRET))).isTrue();
        assertThat(token.isIn(Optional.of("bearer " + SECRET))).isTrue();
        assertThat(token.isIn(Optional.of("Bearer " + SECRET + "x"))).isFalse();
        assertThat(token.isIn(Optional.of("Bearer "))).isFalse();
        assertThat(token.isIn(Optional.of(SECRET))).isFalse();
        assertThat(token.isIn(Optional.empty())).isFalse();
        assertThat(token.holder()).startsWith("admin:").doesNotContain("operator");
    }

    @Test
    void without_a_token_nothing_opens() {
        assertThat(new AdminToken(Optional.empty()).isIn(Optional.of("Bearer ")))
                .isFalse();
        assertThat(new AdminToken(Optional.of("")).isSet()).isFalse();
    }
}
