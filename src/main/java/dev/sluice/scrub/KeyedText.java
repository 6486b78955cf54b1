package dev.sluice.scrub;

import dev.sluice.scrub.detect.EmailDetector;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** Scrubs the value of a key that says what it is. Belongs to one thread. */
final class KeyedText {
    private static final int FEWEST_PHONE_DIGITS = 5;
    private static final int MOST_LETTERS_BESIDE_PHONE = 6;

    private final Redactor redactor;
    private final Target target;
    private final EmailDetector emails = new EmailDetector();
    private final Cookies cookies;
    private final TextView plain = TextView.ofDocument();
    private final TextView[] layers = new TextView[Unfold.LAYERS];

    KeyedText(Redactor redactor, KeyTable keys, Target target) {
        this.redactor = redactor;
        this.cookies = new Cookies(keys);
        this.target = target;
        for (int i = 0; i < layers.length; i++) {
            layers[i] = TextView.scratch();
        }
    }

    /**
     * Claims what the kind asks for.
     *
     * @return false if the key's word is not enough, and the text must be searched like any other
     */
    boolean claim(TextView view, int from, int to, Kind kind, Claims claims) {
        byte[] b = view.bytes;
        switch (kind) {
            case EMAIL -> {
                return false;
            }
            case PHONE -> {
                return phone(view, from, to, claims);
            }
            case IP -> {
                if (target.rules.action(kind) != Action.KEEP) {
                    IpSlot.scan(view, from, to, target.policy.ip() == IpPolicy.DROP, claims);
                    return !claims.isEmpty() || IpSlot.hasDigit(b, from, to);
                }
            }
            case USERNAME -> {
                TextView clear = clear(view, from, to);
                if (emails.isWhole(clear.bytes, clear.from, clear.to)) {
                    return false;
                }
                if (!Pseudonyms.isToken(b, from, to)) {
                    redactor.whole(view, from, to, kind, clear, claims);
                }
            }
            case KEYED_SECRET -> {
                if (!KeyedSecret.isHarmless(b, from, to)) {
                    redactor.keyed(view, from, to, kind, view, claims);
                }
            }
            case SESSION_COOKIE -> {
                return cookies(view, from, to, claims);
            }
            default -> {
                if (redactor.looksInto(kind)) {
                    redactor.keyed(view, from, to, kind, clear(view, from, to), claims);
                } else {
                    redactor.keyed(view, from, to, kind, view, claims);
                }
            }
        }
        return true;
    }

    /** Claims the cookies that go; answers whether there is nothing else to look for. */
    private boolean cookies(TextView view, int from, int to, Claims claims) {
        cookies.begin(view.bytes, from, to);
        boolean found = false;
        while (cookies.next()) {
            redactor.keyed(view, cookies.start(), cookies.end(), Kind.SESSION_COOKIE, view, claims);
            found = true;
        }
        return found && cookies.isBare();
    }

    private boolean phone(TextView view, int from, int to, Claims claims) {
        TextView clear = clear(view, from, to);
        int digits = 0;
        int letters = 0;
        for (int i = clear.from; i < clear.to; i++) {
            digits += Ascii.isDigit(clear.bytes[i]) ? 1 : 0;
            letters += Ascii.isWord(clear.bytes[i]) && !Ascii.isDigit(clear.bytes[i]) ? 1 : 0;
        }
        boolean isNumber = digits >= FEWEST_PHONE_DIGITS && letters <= MOST_LETTERS_BESIDE_PHONE;
        if (isNumber) {
            redactor.whole(view, from, to, Kind.PHONE, clear, claims);
        }
        return isNumber;
    }

    void trim() {
        for (TextView layer : layers) {
            layer.trim();
        }
    }

    /** The text with all layers of encoding undone, without the white space around it. */
    private TextView clear(TextView view, int from, int to) {
        if (hasMark(view.bytes, from, to)) {
            byte[] composed = Normalizer.normalize(
                            new String(view.bytes, from, to - from, StandardCharsets.UTF_8), Normalizer.Form.NFC)
                    .getBytes(StandardCharsets.UTF_8);
            plain.show(composed, 0, composed.length);
        } else {
            plain.show(view.bytes, from, to);
        }
        TextView current = plain;
        for (TextView layer : layers) {
            if (!Unfold.layer(current, current.from, current.to, layer)) {
                break;
            }
            current = layer;
        }
        while (current.from < current.to && Ascii.isSpace(current.bytes[current.from])) {
            current.from++;
        }
        while (current.from < current.to && Ascii.isSpace(current.bytes[current.to - 1])) {
            current.to--;
        }
        return current;
    }

    /** Whether there may be a mark over a letter, which is a part of it and no disguise if there is such a letter. */
    private static boolean hasMark(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == (byte) 0xcc || b[i] == (byte) 0xcd) {
                return true;
            }
        }
        return false;
    }
}
