package dev.sluice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testsupport.Backends;
import dev.sluice.testsupport.FaultProxy;
import dev.sluice.testsupport.FaultProxy.Fault;
import dev.sluice.testsupport.RecordingPostHog.Received;
import dev.sluice.testsupport.RunningGateway;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What networks do between the gateway and its neighbours: nothing is lost, nothing is there twice, little is sent again. */
class FaultProxyIT {
    private static final String TOKEN = "phc_proxytoken";

    @TempDir
    Path dataDir;

    private final Captured captured = new Captured(TOKEN);

    @Test
    void nothing_is_lost_or_sent_again_but_what_the_network_cut_on_the_way_to_posthog() throws Exception {
        try (Upstream postHog = new Upstream();
                FaultProxy proxy = FaultProxy.before("127.0.0.1", postHog.uri().getPort());
                RunningGateway gateway = RunningGateway.start(
                        dataDir, RunningGateway.deliveringTo(URI.create("http://127.0.0.1:" + proxy.port()), TOKEN))) {
            proxy.toAnswers(faults(40, Fault.RESET, Fault.LATE, Fault.CRUMBS, Fault.NONE));
            proxy.toRequests(faults(20, Fault.RESET, Fault.LATE, Fault.NONE, Fault.NONE));

            captured.send(gateway, 150, 40);

            assertEachArrived(postHog, gateway);
            assertThat(proxy.withheldAnswers()).isPositive();
            assertThat(requestsThatRepeat(postHog.recording().requests()))
                    .as("only what was taken and could not be answered is sent again")
                    .isLessThanOrEqualTo(proxy.withheldAnswers());
        }
    }

    @Test
    void capture_never_notices_what_happens_to_redis_and_postgres() throws Exception {
        URI redisUri = URI.create(Backends.redisUrl());
        String database = Backends.freshDatabase();
        URI postgresUri = URI.create(database);
        try (Upstream postHog = new Upstream();
                FaultProxy redis = FaultProxy.before("127.0.0.1", redisUri.getPort());
                FaultProxy postgres = FaultProxy.before("localhost", postgresUri.getPort())) {
            Map<String, String> environment = RunningGateway.deliveringTo(postHog.uri(), TOKEN);
            environment.put("REDIS_URL", "redis://127.0.0.1:" + redis.port());
            environment.put(
                    "DATABASE_URL",
                    database.replace("localhost:" + postgresUri.getPort(), "127.0.0.1:" + postgres.port()));
            try (RunningGateway gateway = RunningGateway.start(dataDir, environment)) {
                awaitHealth(gateway, "\"redis\":\"ok\"", "\"postgres\":\"ok\"");
                for (Fault fault : List.of(Fault.SILENCE, Fault.RESET, Fault.LATE, Fault.CRUMBS)) {
                    redis.toAnswers(() -> fault);
                    postgres.toAnswers(() -> fault);
                    captured.send(gateway, 20, 20);
                    if (fault == Fault.SILENCE || fault == Fault.RESET) {
                        awaitHealth(gateway, "\"redis\":\"error\"", "\"postgres\":\"error\"");
                    }
                    redis.toAnswers(() -> Fault.NONE);
                    postgres.toAnswers(() -> Fault.NONE);
                    redis.cutAll();
                    postgres.cutAll();
                    awaitHealth(gateway, "\"redis\":\"ok\"", "\"postgres\":\"ok\"");
                }

                assertEachArrived(postHog, gateway);
                assertThat(postHog.events()).as("nothing was sent again").hasSize(captured.count());
            }
        }
    }

    private void assertEachArrived(Upstream postHog, RunningGateway gateway) {
        await().atMost(Duration.ofSeconds(120)).until(() -> gateway.metric("sluice_events_pending") == 0);
        assertThat(postHog.uuids()).hasSize(captured.count());
        assertThat(postHog.uuidsThatDoNotFold()).isEmpty();
        assertThat(gateway.metric("sluice_events_delivered_total")).isEqualTo(captured.count());
    }

    private static void awaitHealth(RunningGateway gateway, String... parts) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(gateway.get("/health").body()).contains(parts));
    }

    /** These in any order, so often; then none. */
    private static Supplier<Fault> faults(int times, Fault... choices) {
        Random random = new Random(11);
        AtomicInteger left = new AtomicInteger(times);
        return () -> left.getAndDecrement() > 0 ? choices[random.nextInt(choices.length)] : Fault.NONE;
    }

    private static int requestsThatRepeat(List<Received> requests) {
        Set<String> seen = new HashSet<>();
        int repeats = 0;
        for (Received request : requests) {
            boolean anew = true;
            for (JsonNode event : request.events()) {
                anew &= seen.add(event.path("uuid").asText());
            }
            repeats += anew ? 0 : 1;
        }
        return repeats;
    }
}
