package dev.sluice.scrub;

/** The firewall could not finish a document, which must be withheld then. The message holds nothing from the document. */
public final class ScrubFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public ScrubFailedException(String why) {
        super(why, null, false, false);
    }
}
