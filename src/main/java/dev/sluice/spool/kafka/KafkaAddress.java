package dev.sluice.spool.kafka;

import java.util.Map;

/**
 * Which Kafka, and what of it is ours.
 *
 * @param brokers {@code host:port}, several with commas
 * @param name of the consumer group, and of the topics up to the first dot
 * @param instance name of this replica in the group, kept across restarts: a replica that comes back within the session
 *     timeout gets its partitions back at once
 * @param settings any of Kafka's own, such as {@code security.protocol}; what a 200 depends on cannot be overridden
 */
public record KafkaAddress(String brokers, String name, String instance, Map<String, Object> settings) {
    public KafkaAddress {
        settings = Map.copyOf(settings);
    }

    /** Without the settings, which may hold secrets. */
    @Override
    public String toString() {
        return name + " at " + brokers;
    }

    String topic(String project) {
        return name + "." + project;
    }

    boolean isOurs(String topic) {
        return topic.length() > name.length() + 1 && topic.startsWith(name + ".");
    }

    String project(String topic) {
        return topic.substring(name.length() + 1);
    }
}
