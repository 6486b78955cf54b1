package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Texts of tests with their secrets marked, {@code ⟦like this⟧}: these must give way to the marker, and nothing else. A
 * {@code ¦} is left out; it keeps invented keys from looking like real ones to those who scan repositories.
 */
record SecretText(String text, String scrubbed) {
    static SecretText of(String marked) {
        String whole = marked.replace("¦", "");
        return new SecretText(whole.replaceAll("[⟦⟧]", ""), whole.replaceAll("⟦[^⟧]*⟧", "[removed]"));
    }

    /** Scrubs twice: what a marker stands in must not be found again. */
    void check(Firewall firewall) throws ScrubFailedException {
        String once = firewall.text(text);
        assertThat(once).isEqualTo(scrubbed);
        assertThat(firewall.text(once)).isEqualTo(scrubbed);
    }
}
