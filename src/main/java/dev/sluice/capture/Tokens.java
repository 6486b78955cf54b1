package dev.sluice.capture;

/** The shape of a project token. Rules: PostHog's rust/capture/src/token.rs. */
final class Tokens {
    private static final int MAX_BYTES = 64;

    private Tokens() {}

    /**
     * The token in a JSON value.
     *
     * @throws CaptureException 401 if it cannot be one, or is a secret that does not belong into an event
     */
    static String read(byte[] document, int start, int end) throws CaptureException {
        if (!JsonText.isString(document, start)) {
            throw new CaptureException(Refusal.INVALID_TOKEN, "the project token is not a string");
        }
        int length = end - start - 2;
        if (length == 0 || length > MAX_BYTES * 6) {
            throw malformed();
        }
        String token = JsonText.unescape(document, start, end);
        if (token.length() > MAX_BYTES) {
            throw malformed();
        }
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) == 0 || token.charAt(i) >= 0x80) {
                throw malformed();
            }
        }
        if (token.startsWith("phx_") || token.startsWith("phs_")) {
            throw new CaptureException(
                    Refusal.INVALID_TOKEN,
                    "a secret key was sent in place of the project token; revoke it and use the key that starts with phc_");
        }
        return token;
    }

    /** Whether the JSON value, which is checked, is this token. */
    static boolean isToken(String token, byte[] document, int start, int end) {
        return JsonText.isString(document, start) && JsonText.equals(document, start, end, token);
    }

    private static CaptureException malformed() {
        return new CaptureException(
                Refusal.INVALID_TOKEN, "the project token must be 1 to " + MAX_BYTES + " ASCII characters");
    }
}
