package dev.sluice.scrub;

/** The firewall could not finish a document, which must be withheld then. The message holds nothing from the document. */
public final class ScrubFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public ScrubFailedException(String why) {
        super(why, null, false, false);
    }

    /** @param mistake of the firewall itself, whose message may quote the document: it is for its type and its place only */
    ScrubFailedException(String why, Throwable mistake) {
        super(why, mistake, false, false);
    }
}
