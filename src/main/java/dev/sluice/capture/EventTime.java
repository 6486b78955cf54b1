package dev.sluice.capture;

import dev.sluice.scrub.Field;
import dev.sluice.scrub.ScannedEvent;
import org.jspecify.annotations.Nullable;

/**
 * The instant of an event, fixed once when it arrives. The rule is the server's own (PostHog, common/types timestamp.rs,
 * section 7 of the reference), with the gateway's clock in the place of the server's: what is stored for a while must not be
 * corrected a second time.
 */
final class EventTime {
    private static final long MAX_FUTURE_SECONDS = 23 * 3_600;
    private static final ParsedTime EPOCH = new ParsedTime(0, 0, 3, false);
    private static final long YEAR_0 = -62_167_219_200L;
    private static final long YEAR_10000 = 253_402_300_800L;
    private static final long MAX_OFFSET_MILLIS = 366L * 10_000 * 86_400_000;

    private EventTime() {}

    /**
     * The text that has to stand in the event; null if the one that stands there already says it.
     *
     * @param sentAt when the sender's clock says it sent the request
     * @param now when the request came
     */
    static byte @Nullable [] fix(byte[] document, ScannedEvent event, @Nullable ParsedTime sentAt, ParsedTime now) {
        ParsedTime written = null;
        ParsedTime instant = null;
        if (event.has(Field.TIMESTAMP)) {
            written = Timestamps.ofJson(document, event.start(Field.TIMESTAMP), event.end(Field.TIMESTAMP));
            instant = written;
        }
        if (instant != null && sentAt != null && !ignoresSentAt(document, event)) {
            instant = instant.corrected(sentAt, now);
        }
        if (event.has(Field.OFFSET)) {
            ParsedTime ago = before(now, document, event.start(Field.OFFSET), event.end(Field.OFFSET));
            instant = ago == null ? instant : ago;
        }
        if (instant == null || instant.second() > now.second() + MAX_FUTURE_SECONDS) {
            instant = now;
        } else if (instant.second() < YEAR_0 || instant.second() >= YEAR_10000) {
            instant = EPOCH;
        }
        if (written != null
                && written.isExact()
                && written.second() == instant.second()
                && written.nano() == instant.nano()
                && JsonText.isString(document, event.start(Field.TIMESTAMP))) {
            return null;
        }
        int digits = Math.max(3, instant.digits());
        return Calendar.text(instant.second(), instant.nano(), digits);
    }

    private static boolean ignoresSentAt(byte[] document, ScannedEvent event) {
        return event.has(Field.PROPERTIES_IGNORE_SENT_AT)
                && document[event.start(Field.PROPERTIES_IGNORE_SENT_AT)] == 't';
    }

    /** {@code offset} milliseconds before now; null if it is no number. A fraction of a millisecond is let go. */
    private static @Nullable ParsedTime before(ParsedTime now, byte[] document, int start, int end) {
        boolean negative = document[start] == '-';
        int i = negative ? start + 1 : start;
        long millis = 0;
        while (i < end && document[i] >= '0' && document[i] <= '9') {
            millis = Math.min(millis * 10 + document[i++] - '0', MAX_OFFSET_MILLIS);
        }
        if (i == start || (i < end && document[i] != '.')) {
            return null;
        }
        long nowMillis = now.second() * 1_000 + now.nano() / 1_000_000;
        return ParsedTime.ofMillis(negative ? nowMillis + millis : nowMillis - millis);
    }
}
