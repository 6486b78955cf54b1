package dev.sluice.scrub;

/** The value of a key that says it is an address: every address in it is cut to its network. Belongs to one thread. */
final class IpSlot {
    private final IpAddress address = new IpAddress();

    /** Claims the addresses among the parts of {@code [from, to)}, a single address or a list with ports and names. */
    void scan(TextView view, int from, int to, boolean remove, Claims claims) {
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

    private void part(TextView view, int from, int to, boolean remove, Claims claims) {
        byte[] b = view.bytes;
        int end = to;
        int length = address.parseV4(b, from, to);
        boolean parsed = length > 0 && (from + length == to || b[from + length] == ':' || b[from + length] == '/');
        if (parsed) {
            end = from + length;
        } else {
            for (int i = from; i < to; i++) {
                if (b[i] == '%' || b[i] == '/') {
                    end = i;
                    break;
                }
            }
            parsed = address.parseV6(b, from, end);
        }
        if (!parsed) {
            if (hasDigit(b, from, to)) {
                claims.add(view.origin(from), view.origin(to), Kind.IP, Action.REPLACE, Kind.IP.marker());
            }
        } else if (address.isPublic() && remove) {
            claims.add(view.origin(from), view.origin(to), Kind.IP, Action.REPLACE, Kind.IP.marker());
        } else if (address.isPublic() && !address.isNetwork()) {
            claims.add(view.origin(from), view.origin(end), Kind.IP, Action.TRUNCATE, address.network());
        }
    }

    private static boolean isBorder(byte b) {
        return b == ' ' || b == ',' || b == ';' || b == '=' || b == '"' || b == '[' || b == ']';
    }

    private static boolean hasDigit(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Ascii.isDigit(b[i])) {
                return true;
            }
        }
        return false;
    }
}
