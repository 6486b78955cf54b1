package dev.sluice.spool;

import dev.sluice.event.EventKey;
import dev.sluice.event.Lane;
import dev.sluice.trace.Origin;
import java.util.List;
import java.util.UUID;

/**
 * The unit that the spool stores: the events of one request that go to one project by one lane, and for replay of one
 * session. The payload is the events' JSON joined by single commas, either as it is or as raw deflate data that ends on a
 * byte border without a final block (a sync flush), so that several payloads can be laid end to end in one gzip body
 * without being inflated again.
 *
 * @param project the configured name of the project; the token is looked up when the frame is delivered
 * @param lane which upstream request its events may share
 * @param session digest of the session in the replay lane, else 0
 * @param receivedAtMillis when the gateway received the request, milliseconds since the epoch
 * @param entries one for each event, in the order of the payload
 * @param deflated whether the payload is raw deflate data
 * @param payload the bytes; not to be modified
 * @param rawLength length of the payload before compression, in bytes
 * @param rawCrc CRC-32 (the one of gzip) of the payload before compression
 * @param shard which of {@link Spool#shards} its events' senders belong to; not stored, since what is read back is in its
 *     place already
 * @param origin the request that brought the events
 */
public record Frame(
        String project,
        Lane lane,
        long session,
        long receivedAtMillis,
        List<Entry> entries,
        boolean deflated,
        byte[] payload,
        int rawLength,
        int rawCrc,
        int shard,
        Origin origin) {

    /**
     * What the later stages need to know of one event without reading it.
     *
     * @param length bytes of its JSON in the uncompressed payload, without the comma
     */
    public record Entry(UUID uuid, EventKey key, int length) {}

    public Frame {
        entries = List.copyOf(entries);
    }

    /** A frame of the first shard: the only one of most spools. */
    public Frame(
            String project,
            Lane lane,
            long session,
            long receivedAtMillis,
            List<Entry> entries,
            boolean deflated,
            byte[] payload,
            int rawLength,
            int rawCrc) {
        this(
                project,
                lane,
                session,
                receivedAtMillis,
                entries,
                deflated,
                payload,
                rawLength,
                rawCrc,
                0,
                Origin.UNKNOWN);
    }

    /** The same frame for another shard. */
    Frame inShard(int other) {
        return other == shard
                ? this
                : new Frame(
                        project,
                        lane,
                        session,
                        receivedAtMillis,
                        entries,
                        deflated,
                        payload,
                        rawLength,
                        rawCrc,
                        other,
                        origin);
    }

    /** The same frame, brought by that request. */
    public Frame from(Origin other) {
        return new Frame(
                project, lane, session, receivedAtMillis, entries, deflated, payload, rawLength, rawCrc, shard, other);
    }
}
