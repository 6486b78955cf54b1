package dev.sluice.spool.kafka;

import dev.sluice.spool.FrameCodec;
import dev.sluice.spool.FrameHeader;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * What a start takes over from processes that are gone, in the books only. The first replica takes over everything: the
 * totals that stand with the committed offsets, and the backlog as pending. A replica that joins others takes over nothing:
 * what is there is in their books.
 *
 * @param recovered by project
 * @param bookedFrom ends of partitions whose backlog was too long to be counted: its events are booked as they are taken
 */
record Inheritance(Map<String, Recovered> recovered, Map<TopicPartition, Long> bookedFrom) {
    static final Inheritance NONE = new Inheritance(Map.of(), Map.of());

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int EMPTY_POLLS = 25;

    /** Looks at the group and its backlog. */
    static Inheritance of(
            Admin admin, KafkaClients clients, KafkaAddress address, Topics topics, KafkaSpoolOptions options)
            throws ExecutionException, InterruptedException {
        if (hasOthers(admin, address)) {
            return NONE;
        }
        Map<TopicPartition, OffsetAndMetadata> committed = BrokerWatch.committed(admin, address.name());
        Map<String, Outcomes> totals = new HashMap<>();
        committed.forEach((partition, offset) -> {
            if (address.isOurs(partition.topic())) {
                Outcomes found = CommitNote.parse(offset.metadata()).totals();
                totals.merge(address.project(partition.topic()), found, Outcomes::plus);
            }
        });
        try (Consumer<byte[], byte[]> onlooker = clients.onlooker()) {
            return count(onlooker, address, committed, List.copyOf(topics.all()), totals, options.countedRecords());
        }
    }

    private static boolean hasOthers(Admin admin, KafkaAddress address)
            throws ExecutionException, InterruptedException {
        try {
            return admin.describeConsumerGroups(List.of(address.name())).all().get().values().stream()
                    .flatMap(group -> group.members().stream())
                    .map(MemberDescription::groupInstanceId)
                    .anyMatch(instance -> !address.instance().equals(instance.orElse("")));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw e;
        }
    }

    private static Inheritance count(
            Consumer<byte[], byte[]> onlooker,
            KafkaAddress address,
            Map<TopicPartition, OffsetAndMetadata> committed,
            List<TopicPartition> partitions,
            Map<String, Outcomes> totals,
            long mostRecords) {
        Map<TopicPartition, Long> ends = onlooker.endOffsets(partitions);
        Map<TopicPartition, Long> starts = onlooker.beginningOffsets(partitions);
        Map<TopicPartition, Long> open = new HashMap<>();
        long records = 0;
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata done = committed.get(partition);
            long from = Math.max(done == null ? 0 : done.offset(), starts.getOrDefault(partition, 0L));
            if (ends.getOrDefault(partition, 0L) > from) {
                open.put(partition, from);
                records += ends.getOrDefault(partition, 0L) - from;
            }
        }
        Map<String, Long> pending = new HashMap<>();
        Map<TopicPartition, Long> uncounted = new HashMap<>();
        if (records > mostRecords || !countEach(onlooker, address, open, ends, pending)) {
            pending.clear();
            open.keySet().forEach(partition -> uncounted.put(partition, ends.getOrDefault(partition, 0L)));
        }
        Map<String, Recovered> recovered = new HashMap<>();
        totals.forEach((project, found) -> recovered.put(project, new Recovered(found, 0)));
        pending.forEach((project, events) ->
                recovered.put(project, new Recovered(totals.getOrDefault(project, Outcomes.NONE), events)));
        return new Inheritance(Map.copyOf(recovered), Map.copyOf(uncounted));
    }

    /** Whether all of it could be read. */
    private static boolean countEach(
            Consumer<byte[], byte[]> onlooker,
            KafkaAddress address,
            Map<TopicPartition, Long> open,
            Map<TopicPartition, Long> ends,
            Map<String, Long> pending) {
        onlooker.assign(open.keySet());
        open.forEach(onlooker::seek);
        int idle = 0;
        while (open.keySet().stream()
                .anyMatch(partition -> onlooker.position(partition) < ends.getOrDefault(partition, 0L))) {
            var found = onlooker.poll(POLL);
            idle = found.isEmpty() ? idle + 1 : 0;
            if (idle > EMPTY_POLLS) {
                return false;
            }
            for (ConsumerRecord<byte[], byte[]> message : found) {
                byte[] value = message.value();
                FrameHeader header = value == null ? null : FrameCodec.header(value, 0, value.length);
                long end = ends.getOrDefault(new TopicPartition(message.topic(), message.partition()), 0L);
                if (header != null && message.offset() < end) {
                    pending.merge(address.project(message.topic()), (long) header.events(), Long::sum);
                }
            }
        }
        return true;
    }
}
