package dev.sluice.scrub;

import dev.sluice.json.Edits;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.ProjectPolicy;
import dev.sluice.scrub.policy.Rules;

/** What is being scrubbed and where the findings go; everything that takes part in one walk shares it. */
final class Target {
    byte[] document = new byte[0];
    String project = "";
    Edits edits = new Edits();
    Findings findings = new Findings();
    /** Whether it is a text by itself, and no value under a key. */
    boolean isText;
    /** What the document's project asks for, from the first byte of the document to the last. */
    ProjectPolicy policy = ProjectPolicy.usual(IpPolicy.TRUNCATE);
    /** What holds where the walk is: the policy's, or those of a path. */
    Rules rules = Rules.USUAL;
    /** What holds where no path leads to. */
    Rules documentRules = Rules.USUAL;
    /** Whether what holds is the same wherever the walk is, and for every document of the policy. */
    private boolean isSameEverywhere = true;

    void set(byte[] document, String project, Edits edits, Findings findings) {
        this.document = document;
        this.project = project;
        this.edits = edits;
        this.findings = findings;
    }

    void obey(ProjectPolicy policy, Rules rules) {
        this.policy = policy;
        this.rules = rules;
        documentRules = rules;
        isSameEverywhere =
                policy.isSameEverywhere() && rules == policy.everywhere().rules();
    }

    /** Whether that nothing is found in a text where the walk is says that nothing would be found in it again. */
    boolean remembers() {
        return isSameEverywhere && !isText && rules == documentRules;
    }
}
