package dev.sluice.spool.postgres;

import dev.sluice.spool.AppendQueue.Append;
import dev.sluice.spool.Frame;
import dev.sluice.spool.FrameCodec;
import dev.sluice.spool.Share;
import dev.sluice.spool.StoredFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A row to be stored: frames of one project laid end to end. The ordinal in a frame's bytes is the number of its first event
 * within the row; the row's id makes a number of it that no other event has.
 *
 * @param oldestMillis when the first of its events was received
 * @param pending its events by the hour in which they were received; not to be modified
 */
record NewRow(String project, int events, long oldestMillis, Map<Share, Long> pending, byte[] frames) {

    /** The rows of a group, in the order in which their first frames came. */
    static List<NewRow> of(List<Append> group, int rowBytes) {
        Map<String, Draft> open = new LinkedHashMap<>();
        List<NewRow> rows = new ArrayList<>();
        for (Append append : group) {
            for (Frame frame : append.frames()) {
                Draft draft = open.get(frame.project());
                if (draft != null && !draft.takes(frame, rowBytes)) {
                    rows.add(draft.finish());
                    open.remove(frame.project());
                    draft = null;
                }
                if (draft == null) {
                    // A row of its own for each change of project would keep the order exactly, and make many small
                    // rows.
                    draft = new Draft(frame.project());
                    open.put(frame.project(), draft);
                }
                draft.add(frame);
            }
        }
        open.values().forEach(draft -> rows.add(draft.finish()));
        return rows;
    }

    private static final class Draft {
        private final String project;
        private final List<Frame> frames = new ArrayList<>();
        private long bytes;
        private int events;

        Draft(String project) {
            this.project = project;
        }

        boolean takes(Frame frame, int rowBytes) {
            return bytes + FrameCodec.encodedLength(frame) <= rowBytes
                    && events + frame.entries().size() <= FrameCodec.MAX_EVENTS;
        }

        void add(Frame frame) {
            frames.add(frame);
            bytes += FrameCodec.encodedLength(frame);
            events += frame.entries().size();
        }

        NewRow finish() {
            ByteBuffer into = ByteBuffer.allocate((int) bytes);
            int ordinal = 0;
            long oldest = Long.MAX_VALUE;
            Map<Share, Long> pending = new HashMap<>();
            for (Frame frame : frames) {
                FrameCodec.encodeHeadAndIndex(new StoredFrame(ordinal, frame), into);
                into.put(frame.payload());
                ordinal += frame.entries().size();
                oldest = Math.min(oldest, frame.receivedAtMillis());
                pending.merge(
                        Share.of(project, frame.receivedAtMillis()), (long) frame.entries().size(), Long::sum);
            }
            return new NewRow(project, events, oldest, pending, into.array());
        }
    }
}
