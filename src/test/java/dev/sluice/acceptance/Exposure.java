package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.acceptance.Canaries.Canary;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Searches what left the gateway, or was kept by it, for traces of canaries: as it is, with everything inflated that can be
 * inflated wherever it starts, and percent-decoded.
 */
final class Exposure {
    private static final int WINDOW = 6;
    private static final int SHORTEST_INFLATED = 24;
    /** A stream that does not end, but gave more than this, is one that was cut, and no accident. */
    private static final int LONGEST_CHANCE = 200;

    private static final byte[] NOTHING = {};

    private final Inflater inflater = new Inflater(true);
    private final ByteArrayOutputStream inflated = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[65536];

    private final Map<String, List<Trace>> byStart = new HashMap<>();
    private final Map<String, String> found = new TreeMap<>();
    private final Set<String> searched = new TreeSet<>();
    private long bytes;

    private record Trace(String text, Canary canary) {}

    Exposure(List<Canary> canaries) {
        for (Canary canary : canaries) {
            for (String trace : canary.traces()) {
                byStart.computeIfAbsent(trace.substring(0, WINDOW), start -> new ArrayList<>())
                        .add(new Trace(trace, canary));
            }
        }
    }

    /** Where which kind was found, each with one place where it stands. */
    Map<String, String> found() {
        return found;
    }

    /** Where was searched, and how much. */
    String summary() {
        return bytes + " bytes of " + searched;
    }

    void search(String where, byte[] content) {
        searched.add(where);
        look(where, content);
        for (int i = 0; i + 3 < content.length; i++) {
            boolean gzip = content[i] == 0x1f && content[i + 1] == (byte) 0x8b;
            if (!gzip && !mayStartBlock(content, i)) {
                continue;
            }
            byte[] stream = inflate(content, gzip && i + 10 < content.length ? i + 10 : i);
            if (stream.length >= SHORTEST_INFLATED) {
                look(where, stream);
            }
        }
    }

    /** By the header of a deflate block (RFC 1951, 3.2.3): type 3 is none, and a stored one repeats its length inverted. */
    private static boolean mayStartBlock(byte[] content, int at) {
        int type = content[at] >> 1 & 3;
        if (type == 0) {
            return at + 4 < content.length
                    && (content[at + 1] ^ content[at + 3]) == -1
                    && (content[at + 2] ^ content[at + 4]) == -1;
        }
        return type != 3;
    }

    /** Text: no stream starts in it, but in what is base64 in it. */
    void search(String where, String content) {
        searched.add(where);
        look(where, content.getBytes(UTF_8));
    }

    private void look(String where, byte[] content) {
        bytes += content.length;
        String text = new String(content, ISO_8859_1);
        scan(where, text);
        if (text.indexOf('%') >= 0) {
            scan(where, percentDecoded(text));
        }
        base64(where, text);
    }

    private void scan(String where, String text) {
        for (int i = 0; i + WINDOW <= text.length(); i++) {
            List<Trace> candidates = byStart.get(text.substring(i, i + WINDOW));
            if (candidates != null) {
                for (Trace trace : candidates) {
                    if (text.startsWith(trace.text(), i) && !isPartOfNumber(text, i, trace.text())) {
                        found.putIfAbsent(
                                where + ": " + trace.canary().kind().label(),
                                context(text, i).replace(trace.text(), "<canary>"));
                    }
                }
            }
        }
    }

    /** Digits within more digits are another number: there are enough of these for eight to agree by chance. */
    private static boolean isPartOfNumber(String text, int at, String trace) {
        int end = at + trace.length();
        return trace.chars().allMatch(Character::isDigit)
                && ((at > 0 && Character.isDigit(text.charAt(at - 1)))
                        || (end < text.length() && Character.isDigit(text.charAt(end))));
    }

    private static String context(String text, int at) {
        return text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 60))
                .replaceAll("[^ -~]", ".");
    }

    private static String percentDecoded(String text) {
        try {
            return URLDecoder.decode(text.replaceAll("%(?![0-9a-fA-F]{2})", "%25"), ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw new AssertionError("the pattern lets through what is no escape", e);
        }
    }

    private void base64(String where, String text) {
        int i = 0;
        while (i < text.length()) {
            int end = i;
            while (end < text.length() && isBase64(text.charAt(end))) {
                end++;
            }
            if (end - i >= SHORTEST_INFLATED) {
                String run =
                        text.substring(i, end - (end - i) % 4).replace('-', '+').replace('_', '/');
                byte[] decoded = Base64.getDecoder().decode(run);
                scan(where, new String(decoded, ISO_8859_1));
                if (decoded[0] == 0x1f && decoded[1] == (byte) 0x8b) {
                    scan(where, new String(inflate(decoded, 10), ISO_8859_1));
                }
            }
            i = end + 1;
        }
    }

    private static boolean isBase64(char c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || c == '+' || c == '/' || c == '-' || c == '_');
    }

    /** What a raw deflate stream that starts here becomes; nothing if none does. */
    private byte[] inflate(byte[] content, int from) {
        inflater.reset();
        inflater.setInput(content, from, content.length - from);
        inflated.reset();
        try {
            int read = inflater.inflate(buffer);
            while (read > 0) {
                inflated.write(buffer, 0, read);
                read = inflater.inflate(buffer);
            }
        } catch (DataFormatException e) {
            return NOTHING;
        }
        return inflater.finished() || inflated.size() > LONGEST_CHANCE ? inflated.toByteArray() : NOTHING;
    }
}
