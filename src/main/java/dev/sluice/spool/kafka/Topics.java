package dev.sluice.spool.kafka;

import io.quarkus.logging.Log;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of the spool, one for each project. Thread-safe; what asks the brokers waits for them. */
final class Topics {
    private static final String FOREVER = "-1";

    private final KafkaAddress address;
    private final KafkaSpoolOptions options;
    private final Admin admin;
    private final Map<String, Integer> partitions = new ConcurrentHashMap<>();

    Topics(KafkaAddress address, KafkaSpoolOptions options, Admin admin) {
        this.address = address;
        this.options = options;
        this.admin = admin;
    }

    Set<String> names() {
        return Set.copyOf(partitions.keySet());
    }

    Collection<TopicPartition> all() {
        List<TopicPartition> all = new ArrayList<>();
        partitions.forEach((topic, count) -> {
            for (int i = 0; i < count; i++) {
                all.add(new TopicPartition(topic, i));
            }
        });
        return all;
    }

    /** Of the project's topic, or of the one that will be made. */
    int partitions(String project) {
        return partitions.getOrDefault(address.topic(project), options.partitions());
    }

    /** Looks for topics that others made, and for partitions that were added. */
    void refresh() throws ExecutionException, InterruptedException {
        Set<String> before = names();
        List<String> ours = admin.listTopics().names().get().stream()
                .filter(address::isOurs)
                .toList();
        List<String> unknown =
                ours.stream().filter(topic -> !before.contains(topic)).toList();
        learn(ours);
        before.stream().filter(topic -> !ours.contains(topic)).forEach(partitions::remove);
        checkRetention(unknown);
    }

    /** Makes the project's topic if it is not there. */
    void ensure(String project) throws ExecutionException, InterruptedException {
        String topic = address.topic(project);
        if (partitions.containsKey(topic)) {
            return;
        }
        // Delivered records are deleted by us, so nothing may be that was not.
        NewTopic wanted = new NewTopic(topic, Optional.of(options.partitions()), Optional.empty())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        FOREVER,
                        TopicConfig.RETENTION_BYTES_CONFIG,
                        FOREVER,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(options.producerBytes())));
        try {
            admin.createTopics(List.of(wanted)).all().get();
            partitions.put(topic, options.partitions());
            Log.infof("spool: topic %s made, with %d partitions", topic, options.partitions());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
            learn(List.of(topic));
            checkRetention(List.of(topic));
        }
    }

    private void learn(Collection<String> topics) throws ExecutionException, InterruptedException {
        if (topics.isEmpty()) {
            return;
        }
        Map<String, TopicDescription> found =
                admin.describeTopics(topics).allTopicNames().get();
        found.forEach((topic, description) ->
                partitions.put(topic, description.partitions().size()));
    }

    /** A broker that deletes by age or size may delete what was not delivered. */
    private void checkRetention(Collection<String> topics) throws InterruptedException {
        if (topics.isEmpty()) {
            return;
        }
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        try {
            admin.describeConfigs(resources).all().get().forEach((resource, config) -> warn(resource.name(), config));
        } catch (ExecutionException e) {
            Log.infof(
                    "spool: the retention of %d topics cannot be read (%s); make sure that it is longer than any outage",
                    topics.size(), Troubles.name(e));
        }
    }

    private static void warn(String topic, Config config) {
        warnUnless(topic, config, TopicConfig.RETENTION_MS_CONFIG, FOREVER);
        warnUnless(topic, config, TopicConfig.RETENTION_BYTES_CONFIG, FOREVER);
        warnUnless(topic, config, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    }

    private static void warnUnless(String topic, Config config, String key, String wanted) {
        var entry = config.get(key);
        if (entry != null && !wanted.equals(entry.value())) {
            Log.warnf(
                    "spool: topic %s has %s=%s, so the brokers may delete events that are not delivered; set it to %s"
                            + " (delivered ones are deleted by Sluice)",
                    topic, key, entry.value(), wanted);
        }
    }
}
