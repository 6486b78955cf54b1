package dev.sluice.spool.kafka;

import java.time.Duration;

/**
 * Bounds of a {@link KafkaSpool}.
 *
 * @param partitions of a topic that it makes; what a project's delivery can be spread over
 * @param queueBytes of appends that wait for the producer
 * @param producerBytes of records that wait for the brokers; also the largest record
 * @param bufferBytes of records that were fetched and not taken, about
 * @param appendTimeout how long the brokers may take to acknowledge
 * @param watchInterval between looks at the brokers
 * @param watchTimeout for one answer
 * @param sessionTimeout after which the work of a replica that vanished is taken over; brokers allow 6 s and more
 * @param commitInterval between commits of what is done
 * @param handOver how long a partition that another replica takes over waits for what is in hand
 * @param startPatience how long a start waits for the brokers before it goes on without them
 * @param countedRecords of a backlog whose events are counted at the start
 */
public record KafkaSpoolOptions(
        int partitions,
        long queueBytes,
        int producerBytes,
        long bufferBytes,
        Duration appendTimeout,
        Duration watchInterval,
        Duration watchTimeout,
        Duration sessionTimeout,
        Duration commitInterval,
        Duration handOver,
        Duration startPatience,
        long countedRecords) {

    public static final KafkaSpoolOptions DEFAULTS = new KafkaSpoolOptions(
            6,
            16 << 20,
            64 << 20,
            32 << 20,
            Duration.ofSeconds(8),
            Duration.ofMillis(500),
            Duration.ofMillis(1400),
            Duration.ofSeconds(10),
            Duration.ofMillis(200),
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            50_000);
}
