package dev.sluice.spool.kafka;

import dev.sluice.spool.AppendQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.ObjIntConsumer;
import org.apache.kafka.clients.admin.Admin;

/** The parts of a {@link KafkaSpool} once the brokers have answered. */
record RunningKafka(
        Admin admin,
        Topics topics,
        AppendQueue queue,
        RecordWriter writer,
        GroupReader reader,
        BrokerWatch watch,
        Inheritance inheritance) {

    private static final int MOST_APPENDS = 10_000;

    /** Asks the brokers what there is. Nothing runs yet. */
    static RunningKafka open(
            KafkaAddress address, KafkaSpoolOptions options, Feed feed, ObjIntConsumer<String> takenOver)
            throws ExecutionException, InterruptedException {
        KafkaClients clients = new KafkaClients(address, options);
        Admin admin = clients.admin();
        boolean opened = false;
        try {
            Topics topics = new Topics(address, options, admin);
            topics.refresh();
            Inheritance inheritance = Inheritance.of(admin, clients, address, topics, options);
            AppendQueue queue = new AppendQueue(options.queueBytes(), MOST_APPENDS);
            RecordWriter writer = new RecordWriter(
                    clients::producer, topics, address, queue, feed, takenOver, options.appendTimeout());
            GroupReader reader = new GroupReader(clients, address, options, topics, feed, inheritance.bookedFrom());
            BrokerWatch watch = new BrokerWatch(admin, address, options, topics, feed);
            opened = true;
            return new RunningKafka(admin, topics, queue, writer, reader, watch, inheritance);
        } finally {
            if (!opened) {
                admin.close(options.watchTimeout());
            }
        }
    }

    void start() {
        writer.start();
        reader.start();
        watch.start();
    }

    /** Stores what waits, then commits what is done and leaves the group. */
    void close() throws InterruptedException {
        writer.close();
        reader.close();
        watch.close();
        admin.close();
    }
}
