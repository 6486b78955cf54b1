package dev.sluice.spool.kafka;

import dev.sluice.spool.Spool.Outcomes;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions that the group has given to this gateway. Guarded by the lock of {@link Feed}. */
final class OwnPartitions {
    private final Map<TopicPartition, PartitionProgress> ours = new HashMap<>();
    /** Outcomes of projects of which no partition is ours, so that there is nothing to keep them with. */
    private final Map<String, Outcomes> homeless = new HashMap<>();

    void add(Collection<PartitionProgress> partitions) {
        partitions.forEach(each -> ours.put(each.partition(), each));
    }

    @Nullable
    PartitionProgress get(TopicPartition partition) {
        return ours.get(partition);
    }

    @Nullable
    PartitionProgress remove(TopicPartition partition) {
        return ours.remove(partition);
    }

    Set<TopicPartition> all() {
        return Set.copyOf(ours.keySet());
    }

    /** The one whose next frame was received first, or null if nothing is fetched of the other projects. */
    @Nullable
    PartitionProgress oldest(Set<String> notNow) {
        PartitionProgress oldest = null;
        long since = Long.MAX_VALUE;
        for (PartitionProgress each : ours.values()) {
            PartitionProgress.@Nullable Fetched head = each.head();
            if (head != null
                    && !notNow.contains(each.project())
                    && (oldest == null || head.receivedAtMillis() < since)) {
                oldest = each;
                since = head.receivedAtMillis();
            }
        }
        return oldest;
    }

    /** Which are to be fetched now; lets go of what is not to be read now, when the memory is needed. */
    Set<TopicPartition> wanted(long maxBytes, Set<String> notNow) {
        if (sum(PartitionProgress::fetchedBytes) >= maxBytes) {
            ours.values().stream()
                    .filter(each -> notNow.contains(each.project()))
                    .forEach(PartitionProgress::letGo);
        }
        if (sum(PartitionProgress::fetchedBytes) >= maxBytes) {
            return Set.of();
        }
        return ours.values().stream()
                .filter(each -> !notNow.contains(each.project()))
                .map(PartitionProgress::partition)
                .collect(Collectors.toSet());
    }

    Map<TopicPartition, Long> rewinds() {
        return ours.values().stream()
                .filter(PartitionProgress::mustSeek)
                .collect(Collectors.toMap(PartitionProgress::partition, PartitionProgress::nextToFetch));
    }

    void addToTotals(String project, Outcomes outcomes) {
        homeless.merge(project, outcomes, Outcomes::plus);
    }

    Map<TopicPartition, OffsetAndMetadata> toCommit() {
        Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
        for (PartitionProgress each : ours.values()) {
            Outcomes found = homeless.remove(each.project());
            if (found != null) {
                each.addToTotals(found);
            }
            OffsetAndMetadata next = each.toCommit();
            if (next != null) {
                due.put(each.partition(), next);
            }
        }
        return due;
    }

    void commitFailed(Collection<TopicPartition> partitions) {
        among(partitions).forEach(PartitionProgress::commitFailed);
    }

    void letGo(Collection<TopicPartition> partitions) {
        among(partitions).forEach(PartitionProgress::letGo);
    }

    long inHandEvents(Collection<TopicPartition> partitions) {
        return among(partitions).mapToLong(PartitionProgress::inHandEvents).sum();
    }

    void endsAt(TopicPartition partition, long end) {
        PartitionProgress progress = ours.get(partition);
        if (progress != null) {
            progress.endsAt(end);
        }
    }

    long sum(ToLongFunction<PartitionProgress> figure) {
        long sum = 0;
        for (PartitionProgress each : ours.values()) {
            sum += figure.applyAsLong(each);
        }
        return sum;
    }

    /** When the oldest event was received, as far as that is known; else 0. */
    long oldestMillis() {
        long oldest = Long.MAX_VALUE;
        for (PartitionProgress each : ours.values()) {
            oldest = Math.min(oldest, each.oldestMillis());
        }
        return oldest == Long.MAX_VALUE ? 0 : oldest;
    }

    private Stream<PartitionProgress> among(Collection<TopicPartition> partitions) {
        return partitions.stream().map(ours::get).filter(Objects::nonNull);
    }
}
