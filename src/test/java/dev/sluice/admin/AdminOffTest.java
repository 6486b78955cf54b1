package dev.sluice.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.sluice.testsupport.NothingConfigured;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(NothingConfigured.class)
class AdminOffTest {

    @ParameterizedTest
    @ValueSource(strings = {"/admin/dead-letters", "/admin/audit", "/admin/ledger/1", "/console", "/admin"})
    void without_a_configured_token_there_is_nothing(String path) {
        given().header("Authorization", "Bearer ")
                .get(path)
                .then()
                .statusCode(404)
                .header("X-Request-Id", notNullValue())
                .body("code", equalTo("not_found"));
    }
}
