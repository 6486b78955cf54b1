package dev.sluice.tunnel;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.Findings;
import dev.sluice.scrub.ScrubFailedException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the headers of a request say about its sender, through the firewall. Belongs to one thread. */
final class SenderWords {
    /** Sentry cuts tags at 200 characters. */
    private static final int LONGEST_PERSON = 200;

    private static final int LONGEST_USER_AGENT = 512;

    private final EventScrubber scrubber;
    private final Edits edits = new Edits();

    SenderWords(EventScrubber scrubber) {
        this.scrubber = scrubber;
    }

    /**
     * @param session {@code X-POSTHOG-SESSION-ID}
     * @param person {@code X-POSTHOG-DISTINCT-ID}
     */
    Stamps stamps(@Nullable String session, @Nullable String person, String project, Findings findings) {
        if (session == null && person == null) {
            return Stamps.NONE;
        }
        return new Stamps(
                Optional.ofNullable(session).filter(SenderWords::isUuid),
                Optional.ofNullable(person)
                        .filter(text -> isShort(text, LONGEST_PERSON))
                        .flatMap(text -> scrubbed("{\"distinct_id\":", text, project, findings)));
    }

    /** Without what is personal in it; printable ASCII. */
    Optional<String> userAgent(@Nullable String userAgent, String project, Findings findings) {
        return Optional.ofNullable(userAgent)
                .filter(text -> isShort(text, LONGEST_USER_AGENT))
                .flatMap(text -> scrubbed("{\"user_agent\":", text, project, findings))
                .map(json -> json.substring(1, json.length() - 1))
                .filter(text -> text.indexOf('\\') < 0);
    }

    /** The text as a JSON string, as it stands after the firewall where {@code before} opens the document; or not at all. */
    private Optional<String> scrubbed(String before, String text, String project, Findings findings) {
        String quoted = '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        byte[] document = (before + quoted + '}').getBytes(StandardCharsets.US_ASCII);
        try {
            if (before.contains("distinct_id")) {
                scrubber.scanDocument(document, 0, document.length, project, edits, findings);
            } else {
                scrubber.scanSentry("event", document, 0, document.length, project, edits, findings);
            }
        } catch (MalformedJsonException | ScrubFailedException e) {
            return Optional.empty();
        }
        ByteSink out = new ByteSink(document.length);
        edits.apply(document, 0, document.length, out);
        String whole = new String(out.array(), 0, out.length(), StandardCharsets.US_ASCII);
        return Optional.of(whole.substring(before.length(), whole.length() - 1));
    }

    private static boolean isShort(String text, int longest) {
        return !text.isEmpty() && text.length() <= longest && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private static boolean isUuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            boolean isDash = i == 8 || i == 13 || i == 18 || i == 23;
            if (isDash ? text.charAt(i) != '-' : !HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
