package dev.sluice.report.sentry;

/**
 * What came back.
 *
 * @param status of HTTP; 0 when there was no answer
 * @param said the beginning of the answer, or why there was none; printable, and without the key
 */
public record SentryAnswer(int status, String said) {
    public boolean isAccepted() {
        return status >= 200 && status < 300;
    }

    public boolean isReached() {
        return status != 0;
    }
}
