package dev.sluice.scrub;

import dev.sluice.scrub.detect.IpAddress;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import java.nio.charset.StandardCharsets;

/** The value of a key that says it is an address: every address in it is cut to its network. */
final class IpSlot {
    private IpSlot() {}

    /** Claims the addresses among the parts of {@code [from, to)}, a single address or a list with ports and names. */
    static void scan(TextView view, int from, int to, boolean remove, Claims claims) {
        byte[] b = view.bytes;
        claims.beginPass();
        int i = from;
        while (i < to) {
            if (isBorder(b[i])) {
                i++;
                continue;
            }
            int end = i;
            while (end < to && !isBorder(b[end])) {
                end++;
            }
            part(view, i, end, remove, claims);
            i = end;
        }
        claims.endPass();
    }

    private static void part(TextView view, int from, int to, boolean remove, Claims claims) {
        byte[] b = view.bytes;
        int end = to;
        long v4 = IpAddress.v4(b, from, to);
        int v4End = v4 < 0 ? 0 : IpAddress.end(v4);
        IpAddress address;
        if (v4 >= 0 && (v4End == to || b[v4End] == ':' || b[v4End] == '/')) {
            end = v4End;
            address = IpAddress.ofV4((int) v4);
        } else {
            for (int i = from; i < to; i++) {
                if (b[i] == '%' || b[i] == '/') {
                    end = i;
                    break;
                }
            }
            address = IpAddress.v6(b, from, end);
        }
        if (address == null) {
            if (hasDigit(b, from, to)) {
                claims.add(view.origin(from), view.origin(to), Kind.IP, Action.REPLACE, Kind.IP.marker());
            }
        } else if (address.isPublic() && remove) {
            claims.add(view.origin(from), view.origin(to), Kind.IP, Action.REPLACE, Kind.IP.marker());
        } else if (address.isPublic() && !address.isNetwork()) {
            boolean isMapped = address.isV4() && v4 < 0;
            String text = (isMapped ? "::ffff:" : "") + address.truncated().text();
            byte[] network = text.getBytes(StandardCharsets.US_ASCII);
            claims.add(view.origin(from), view.origin(end), Kind.IP, Action.TRUNCATE, network);
        }
    }

    private static boolean isBorder(byte b) {
        return b == ' ' || b == ',' || b == ';' || b == '=' || b == '"' || b == '[' || b == ']';
    }

    static boolean hasDigit(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Ascii.isDigit(b[i])) {
                return true;
            }
        }
        return false;
    }
}
