package dev.sluice.spool.kafka;

/** Size and events of a record, of those that passed this process; what is unread is estimated by it. Guarded by {@link Feed}. */
final class Averages {
    private long records;
    private long events;
    private long bytes;

    void add(int recordEvents, long recordBytes) {
        records++;
        events += recordEvents;
        bytes += recordBytes;
    }

    long events(long ofRecords) {
        return records == 0 ? ofRecords : Math.round((double) events / records * ofRecords);
    }

    long bytes(long ofRecords) {
        return records == 0 ? 0 : Math.round((double) bytes / records * ofRecords);
    }
}
