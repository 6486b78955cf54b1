package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testsupport.NothingConfigured;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** An {@code api_host} with a path before the SDK's own. */
@QuarkusTest
@TestProfile(NothingConfigured.class)
@WithTestResource(GatewayBeforePostHog.class)
@SuppressWarnings("NullAway.Init") // Fields are filled by Quarkus.
class PathPrefixTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @TestHTTPResource
    URI gateway;

    @Test
    void a_lookup_behind_a_prefix_keeps_its_query() throws Exception {
        assertThat(get("/ingest/api/surveys/?token=" + GatewayBeforePostHog.TOKEN))
                .isEqualTo(200);
        assertThat(get("/ingest/api/surveys/?token=phc_nobody")).isEqualTo(401);
    }

    @Test
    void a_prefix_opens_no_other_path() throws Exception {
        assertThat(get("/ingest/api/users/@me/")).isEqualTo(404);
        assertThat(get("/ingest/demo")).isEqualTo(404);
    }

    private int get(String target) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.getPort() + target))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
