package dev.sluice.spool.kafka;

import dev.sluice.spool.AppendQueue;
import dev.sluice.spool.AppendQueue.Append;
import dev.sluice.spool.Frame;
import dev.sluice.spool.FrameCodec;
import dev.sluice.spool.RareLog;
import dev.sluice.spool.SpoolUnavailableException;
import dev.sluice.spool.StoredFrame;
import io.quarkus.logging.Log;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Hands appends to the producer, on a thread of its own: the producer may wait for metadata and for room. */
final class RecordWriter {
    private static final long GROUP_BYTES = 4 << 20;
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int KEY_BYTES = Integer.BYTES;

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Topics topics;
    private final KafkaAddress address;
    private final AppendQueue queue;
    private final Feed feed;
    private final ObjIntConsumer<String> takenOver;
    private final Duration patience;
    private final RareLog rare = new RareLog();
    private volatile boolean isClosed;
    /** The writer thread's, until that ends. */
    private Producer<byte[], byte[]> producer;

    private final Thread thread = Thread.ofPlatform().name("spool-kafka-writer").unstarted(this::run);

    /**
     * @param takenOver hears of events that are stored although their sender was told that they are not
     * @param patience how long a close waits for acknowledgements
     */
    RecordWriter(
            Supplier<Producer<byte[], byte[]>> producers,
            Topics topics,
            KafkaAddress address,
            AppendQueue queue,
            Feed feed,
            ObjIntConsumer<String> takenOver,
            Duration patience) {
        this.producers = producers;
        this.producer = producers.get();
        this.topics = topics;
        this.address = address;
        this.queue = queue;
        this.feed = feed;
        this.takenOver = takenOver;
        this.patience = patience;
    }

    void start() {
        thread.start();
    }

    /** Sends what waits, and waits for the acknowledgements. */
    void close() throws InterruptedException {
        queue.close();
        if (!thread.join(patience)) {
            isClosed = true;
            thread.join();
        }
        producer.close(patience);
    }

    private void run() {
        while (!queue.isFinished()) {
            for (Append append : queue.take(GROUP_BYTES, WAIT_NANOS)) {
                sendOrFail(append);
            }
        }
    }

    /** The loop goes on: without it every later append would wait for ever. */
    private void sendOrFail(Append append) {
        try {
            send(append);
        } catch (Error e) {
            String words = "storing events failed (" + e.getClass().getSimpleName() + ")";
            Log.errorf("spool: %s; this is a mistake in Sluice or a lack of memory", words);
            append.result().completeExceptionally(new SpoolUnavailableException(words));
        }
    }

    private void send(Append append) {
        Acknowledgements answer = new Acknowledgements(append);
        for (Frame frame : append.frames()) {
            try {
                if (isClosed) {
                    throw new TimeoutException();
                }
                topics.ensure(frame.project());
                send(frame, answer);
            } catch (TimeoutException | ExecutionException e) {
                answer.failed(e);
                return;
            } catch (RuntimeException e) {
                answer.failed(e);
                replaceProducer();
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                answer.failed(e);
                return;
            }
        }
    }

    /** A producer that refuses a record by itself, unasked the brokers, has failed for good: a right that it lacked, say. */
    private void replaceProducer() {
        producer.close(Duration.ZERO);
        try {
            producer = producers.get();
        } catch (KafkaException e) {
            Log.debugf("spool: no new producer (%s); the old one refuses the next append, too", Troubles.name(e));
        }
    }

    private void send(Frame frame, Acknowledgements answer) {
        int partition = frame.shard() % topics.partitions(frame.project());
        byte[] key = ByteBuffer.allocate(KEY_BYTES).putInt(frame.shard()).array();
        ByteBuffer value = ByteBuffer.allocate(FrameCodec.encodedLength(frame));
        // Its number is known only when it is stored: whoever reads it takes it from its place.
        FrameCodec.encodeHeadAndIndex(new StoredFrame(0, frame), value);
        value.put(frame.payload());
        var message = new ProducerRecord<>(
                address.topic(frame.project()), partition, frame.receivedAtMillis(), key, value.array());
        producer.send(message, (stored, failure) -> {
            if (failure == null) {
                acknowledged(frame, stored, value.capacity(), answer);
            } else {
                answer.failed(failure);
            }
        });
    }

    private void acknowledged(Frame frame, RecordMetadata stored, int bytes, Acknowledgements answer) {
        feed.stored(
                new TopicPartition(stored.topic(), stored.partition()),
                stored.offset(),
                frame.entries().size(),
                bytes);
        answer.acknowledged(frame);
    }

    /** The answers to the records of one append. The first failure fails it; the last acknowledgement completes it. */
    private final class Acknowledgements {
        private final Append append;
        private int open;
        private int storedEvents;
        private boolean failed;

        Acknowledgements(Append append) {
            this.append = append;
            this.open = append.frames().size();
        }

        void acknowledged(Frame frame) {
            int late = 0;
            boolean complete;
            synchronized (this) {
                open--;
                complete = open == 0 && !failed;
                if (failed) {
                    late = frame.entries().size();
                } else {
                    storedEvents += frame.entries().size();
                }
            }
            if (late > 0) {
                takenOver.accept(frame.project(), late);
            }
            if (complete) {
                append.result().complete(null);
            }
        }

        void failed(Exception failure) {
            int early;
            synchronized (this) {
                open--;
                if (failed) {
                    return;
                }
                failed = true;
                early = storedEvents;
            }
            if (early > 0) {
                takenOver.accept(append.frames().getFirst().project(), early);
            }
            append.result().completeExceptionally(unavailable(failure));
        }
    }

    private SpoolUnavailableException unavailable(Exception failure) {
        String why = failure instanceof RecordTooLargeException
                ? "a frame is larger than max.message.bytes of its topic; raise it"
                : "Kafka has not acknowledged it (" + Troubles.name(failure) + ")";
        if (rare.permits()) {
            Log.warnf("spool: %s; the sender was told to repeat it", why);
        }
        return new SpoolUnavailableException(why);
    }
}
