package dev.sluice.spool.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.spool.Frames;
import dev.sluice.spool.SpoolUnavailableException;
import dev.sluice.spool.StoredFrame;
import dev.sluice.testsupport.StoppableKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaAwayTest {
    private static final KafkaSpoolOptions OPTIONS = new KafkaSpoolOptions(
            2,
            4 << 20,
            16 << 20,
            1 << 20,
            Duration.ofSeconds(4),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(6),
            Duration.ofMillis(50),
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            1000);

    @Test
    void brokers_that_go_away_are_refused_with_a_reason_and_used_again_when_they_are_back()
            throws InterruptedException {
        try (StoppableKafka kafka = new StoppableKafka();
                KafkaSpool spool = spool(kafka)) {
            assertThat(spool.status().problem()).isEqualTo("Kafka does not answer");
            assertThat(spool.isAnswered()).isFalse();
            kafka.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> spool.status().writable());
            Frames.append(spool, Frames.frame(0), Frames.frame(1));
            StoredFrame first = Frames.next(spool);
            spool.done(first, Frames.delivered(first));

            kafka.stop();
            assertThatThrownBy(() -> Frames.append(spool, Frames.frame(2)))
                    .hasCauseInstanceOf(SpoolUnavailableException.class);
            await().atMost(Duration.ofSeconds(30)).until(() -> !spool.status().writable());
            assertThat(spool.status().problem()).isEqualTo("Kafka does not answer");
            assertThat(spool.isAnswered()).isFalse();

            kafka.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> spool.status().writable());
            Frames.append(spool, Frames.frame(3));
            List<Integer> rest = new ArrayList<>(List.of(Frames.number(first)));
            while (!rest.containsAll(List.of(0, 1, 3))) {
                rest.add(Frames.number(Frames.next(spool)));
            }
        }
    }

    private static KafkaSpool spool(StoppableKafka kafka) {
        KafkaAddress address = new KafkaAddress(kafka.brokers(), "away", "one", Map.of());
        KafkaSpool spool = new KafkaSpool(address, OPTIONS, 0, (project, events) -> {});
        spool.start();
        return spool;
    }
}
