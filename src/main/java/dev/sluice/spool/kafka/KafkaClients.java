package dev.sluice.spool.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's clients with the settings that the promise of a 200 rests on. */
final class KafkaClients {
    private static final int RETRY_MILLIS = 50;
    private static final int RECONNECT_MAX_MILLIS = 500;
    private static final int LINGER_MILLIS = 2;
    private static final int FETCH_WAIT_MILLIS = 100;
    private static final int FETCH_BYTES = 8 << 20;
    private static final int POLL_RECORDS = 2000;
    private static final int HEARTBEATS_PER_SESSION = 3;

    private final KafkaAddress address;
    private final KafkaSpoolOptions options;

    KafkaClients(KafkaAddress address, KafkaSpoolOptions options) {
        this.address = address;
        this.options = options;
    }

    Producer<byte[], byte[]> producer() {
        Map<String, Object> config = common();
        int timeout = (int) options.appendTimeout().toMillis();
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none"); // payloads are deflated
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout / 2);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout / 4);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) options.producerBytes());
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, options.producerBytes());
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** @param keepsPlace whether it is the group's member of the address's name, of which there is one */
    Consumer<byte[], byte[]> member(boolean keepsPlace) {
        Map<String, Object> config = common();
        int session = (int) options.sessionTimeout().toMillis();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, address.name());
        if (keepsPlace) {
            config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, address.instance());
        }
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, session / HEARTBEATS_PER_SESSION);
        return consumer(config);
    }

    /** A consumer outside of the group, to look. */
    Consumer<byte[], byte[]> onlooker() {
        return consumer(common());
    }

    Admin admin() {
        Map<String, Object> config = common();
        int timeout = (int) options.watchTimeout().toMillis();
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
        return Admin.create(config);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> common() {
        Map<String, Object> config = new HashMap<>(address.settings());
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address.brokers());
        config.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, RETRY_MILLIS);
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MAX_MILLIS);
        return config;
    }
}
