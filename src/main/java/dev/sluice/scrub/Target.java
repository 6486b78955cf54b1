package dev.sluice.scrub;

import dev.sluice.json.Edits;

/** What is being scrubbed and where the findings go; everything that takes part in one walk shares it. */
final class Target {
    byte[] document = new byte[0];
    String project = "";
    Edits edits = new Edits();
    Findings findings = new Findings();

    void set(byte[] document, String project, Edits edits, Findings findings) {
        this.document = document;
        this.project = project;
        this.edits = edits;
        this.findings = findings;
    }
}
