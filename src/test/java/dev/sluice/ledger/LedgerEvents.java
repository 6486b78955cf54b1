package dev.sluice.ledger;

import dev.sluice.event.EventKey;
import dev.sluice.event.Lane;
import dev.sluice.event.SafeEvent;
import dev.sluice.spool.Frame;
import dev.sluice.spool.StoredFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Events and frames as far as the ledger looks at them. */
final class LedgerEvents {
    private LedgerEvents() {}

    static SafeEvent event(UUID uuid, String kinds) {
        return new SafeEvent(new byte[0], uuid, new EventKey(1, 2), Lane.EVENTS, 0, "\"x\"", 0, kinds);
    }

    static StoredFrame frame(String project, long receivedAtMillis, List<UUID> uuids) {
        List<Frame.Entry> entries = new ArrayList<>();
        uuids.forEach(uuid -> entries.add(new Frame.Entry(uuid, new EventKey(1, 2), 0)));
        return new StoredFrame(
                0, new Frame(project, Lane.EVENTS, 0, receivedAtMillis, entries, false, new byte[0], 0, 0));
    }

    static StoredFrame frame(String project, long receivedAtMillis, UUID uuid) {
        return frame(project, receivedAtMillis, List.of(uuid));
    }
}
